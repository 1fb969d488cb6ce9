import { useState } from 'preact/hooks'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import type { FollowUpView } from '../../app/features/followUps/contract.ts'
import { Tabs } from '../shared/Tabs.tsx'
import { BindSheet } from './BindSheet.tsx'
import { CreditSheet, type OrderRef } from './CreditSheet.tsx'
import { DetailsSheet } from './DetailsSheet.tsx'
import { EventsTab } from './EventsTab.tsx'
import { Notices } from './Notices.tsx'
import { NowSection } from './NowSection.tsx'
import { OrdersTab } from './OrdersTab.tsx'
import type { Target } from './sending.ts'
import { TagsTab } from './TagsTab.tsx'
import { TalkTracksTab } from './TalkTracksTab.tsx'
import { useFollowUps } from './useFollowUps.ts'
import { WhoBlock } from './WhoBlock.tsx'

const TABS = [
  ['tracks', '话术'],
  ['orders', '订单'],
  ['tags', '标签备注'],
  ['events', '动态'],
] as const
type TabKey = (typeof TABS)[number][0]
type SheetKey = { kind: 'details' } | { kind: 'bind' } | { kind: 'credit'; order: OrderRef | undefined }

interface CustomerViewProps {
  panel: CustomerPanel
  receivedAtMs: number
  canSend: boolean
  first?: FollowUpView | undefined
  onReload(): void
}

/** Who → what to do now → the sentence → send. All else is below. */
export function CustomerView({ panel, receivedAtMs, canSend, first, onReload }: CustomerViewProps) {
  const { customer, nowMs } = panel
  const isLimited = panel.view === 'limited'
  const [tab, setTab] = useState<TabKey>(customer.isFriend ? 'tracks' : 'orders')
  const [sheet, setSheet] = useState<SheetKey>()
  const deck = useFollowUps(first ? [first, ...panel.followUps.filter((row) => row.id !== first.id)] : panel.followUps)
  const close = () => setSheet(undefined)
  const target: Target = { kind: 'customer', externalUserId: customer.externalUserId, canSend }
  const mode = customer.isFriend ? (canSend ? 'send' : 'copy') : 'none'
  const lastOrder = panel.orders.rows.find((row) => row.kind === 'order')
  const tabs = TABS.filter(([key]) => (key === 'tracks' ? customer.isFriend : !isLimited))
  return (
    <>
      <WhoBlock
        panel={panel}
        onDetails={() => setSheet({ kind: 'details' })}
        onCredit={() => setSheet({ kind: 'credit', order: lastOrder })}
        onReload={onReload}
      />
      <Notices panel={panel} onBind={() => setSheet({ kind: 'bind' })} />
      {(customer.isFriend || deck.current) && (
        <NowSection
          deck={deck}
          target={target}
          mode={mode}
          suggestions={panel.suggestions}
          nowMs={nowMs}
          warning={warningOf(panel)}
        />
      )}
      <section class="block rest" aria-label="更多">
        <Tabs label="客户资料" tabs={tabs} chosen={tab} onChoose={(key) => setTab(key)}>
          {tab === 'tracks' && (
            <TalkTracksTab target={target} mode={mode} suggestions={otherSuggestions(panel, deck.current)} />
          )}
          {tab === 'orders' && <OrdersTab panel={panel} onCredit={(order) => setSheet({ kind: 'credit', order })} />}
          {tab === 'tags' && <TagsTab key={receivedAtMs} panel={panel} />}
          {tab === 'events' && <EventsTab key={receivedAtMs} panel={panel} />}
        </Tabs>
      </section>
      {sheet?.kind === 'details' && <DetailsSheet panel={panel} onClose={close} />}
      {sheet?.kind === 'credit' && <CreditSheet panel={panel} order={sheet.order} onClose={close} />}
      {sheet?.kind === 'bind' && (
        <BindSheet
          externalUserId={customer.externalUserId}
          candidates={panel.memberCandidates}
          onClose={close}
          onBound={() => {
            close()
            onReload()
          }}
        />
      )}
    </>
  )
}

// The sentence on top is not offered a second time below it.
function otherSuggestions(panel: CustomerPanel, current: FollowUpView | undefined) {
  const top = current ? current.talkTrack?.id : panel.suggestions[0]?.id
  return panel.suggestions.filter((row) => row.id !== top)
}

/** Warns, never blocks. */
function warningOf(panel: CustomerPanel): string {
  const contacted = panel.contactedToday > 0 ? `今天已联系过 ${panel.contactedToday} 次` : ''
  const quiet = panel.isQuietHours ? '现在是休息时间，客户可能不便打扰' : ''
  return [contacted, quiet].filter(Boolean).join('；')
}
