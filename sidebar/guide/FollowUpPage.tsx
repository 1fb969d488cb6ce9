import type { FollowUpView } from '../../app/features/followUps/contract.ts'
import { StatePage } from '../shared/StatePage.tsx'
import { useLoaded } from '../shared/useLoaded.ts'
import type { Where } from '../shared/wecom.ts'
import { CustomerPage } from './CustomerPage.tsx'
import { FailedPage, StaleLine } from './LoadStates.tsx'
import { Skeleton } from './Skeleton.tsx'

/** Where a card leads: one follow-up with its customer's whole page. */
export function FollowUpPage({ id, where }: { id: string; where: Where | undefined }) {
  const loaded = useLoaded<FollowUpView>(`/api/follow-ups/${encodeURIComponent(id)}`)
  const { data, phase, error } = loaded
  if (!data && phase === 'failed' && error)
    return <FailedPage error={error} notFound="这条跟进不是你的，或者已经不在了。" onRetry={loaded.reload} />
  if (!data)
    return (
      <main>
        <StaleLine loaded={loaded} />
        <Skeleton />
      </main>
    )
  const isInChat = where?.kind === 'customer' && where.canSend && where.externalUserId === data.externalUserId
  const isOpen = data.state === 'planned' || data.state === 'due'
  if (!isOpen)
    return (
      <StatePage title={`${data.customerName}：这条跟进已经结束`} text={data.title}>
        <a class="button" href="#/home">
          看今天的跟进
        </a>
      </StatePage>
    )
  return (
    <>
      <a class="back" href="#/home">
        ‹ 今天的跟进
      </a>
      <CustomerPage externalUserId={data.externalUserId} canSend={isInChat} first={data} />
    </>
  )
}
