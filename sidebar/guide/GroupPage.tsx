import type { GroupPanel } from '../../app/features/groups/contract.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { useDesk } from './desk.ts'
import { FailedPage, StaleLine } from './LoadStates.tsx'
import { SendBox } from './SendBox.tsx'
import { Skeleton } from './Skeleton.tsx'
import type { Target } from './sending.ts'
import { TalkTracksTab } from './TalkTracksTab.tsx'

export function GroupPage({ chatId, canSend }: { chatId: string; canSend: boolean }) {
  const { looks } = useDesk()
  const loaded = useLoaded<GroupPanel>(`/api/groups/${encodeURIComponent(chatId)}/panel`, looks)
  const { data, phase, error } = loaded
  if (!data && phase === 'failed' && error)
    return <FailedPage error={error} notFound="你不在这个客户群里，或者它还没有登记到门店。" onRetry={loaded.reload} />
  return (
    <main>
      <StaleLine loaded={loaded} />
      {data ? <GroupView key={chatId} panel={data} canSend={canSend} /> : <Skeleton />}
    </main>
  )
}

/** The group's side. Nobody's spending is here: this screen is often shown to others. */
export function GroupView({ panel, canSend }: { panel: GroupPanel; canSend: boolean }) {
  const { group, suggestions, myCustomers } = panel
  const target: Target = { kind: 'group', chatId: group.chatId, canSend }
  const mode = canSend ? 'send' : 'copy'
  const top = suggestions[0]
  return (
    <>
      <header class="block who">
        <h1 class="name">{group.name}</h1>
        <p class="stage-text">
          {[group.storeName, group.ownerName && `群主 ${group.ownerName}`].filter(Boolean).join(' · ')}
        </p>
        <dl class="figures">
          <Figure name="成员 / 客户" value={`${group.members} / ${group.customers}`} />
          <Figure name="今天进 / 退" value={`${group.joinedToday} / ${group.leftToday}`} />
          <Figure name="7 天进 / 退" value={`${group.joined7Days} / ${group.left7Days}`} />
          <Figure name="上次发言" value={silence(group.daysSinceLastMessage)} />
        </dl>
      </header>
      {top && (
        <section class="block now" aria-labelledby="now-title">
          <h2 id="now-title">
            <span class="eyebrow">现在该发</span> {top.title}
          </h2>
          <SendBox key={top.id} isMain track={top} target={target} mode={mode} label={top.title} />
        </section>
      )}
      <section class="block rest" aria-labelledby="tracks-title">
        <h2 id="tracks-title">群话术</h2>
        <div class="panel">
          <TalkTracksTab target={target} mode={mode} suggestions={suggestions.slice(1)} />
        </div>
      </section>
      <section class="block rest" aria-labelledby="mine-title">
        <h2 id="mine-title">群里我的客户（{myCustomers.length}）</h2>
        <ul class="chips plain">
          {myCustomers.map((customer) => (
            <li key={customer.externalUserId}>{customer.name}</li>
          ))}
        </ul>
      </section>
    </>
  )
}

function silence(days: number | null): string {
  if (days === null) return '还没有'
  return days === 0 ? '今天' : `${days} 天前`
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
