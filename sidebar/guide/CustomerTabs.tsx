import { useState } from 'preact/hooks'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import type { FollowUpView } from '../../app/features/followUps/contract.ts'
import { Tabs } from '../shared/Tabs.tsx'
import type { OrderRef } from './CreditWords.tsx'
import { EventsTab } from './EventsTab.tsx'
import { OrdersTab } from './OrdersTab.tsx'
import type { SendMode } from './SendBox.tsx'
import type { Target } from './sending.ts'
import { TagsTab } from './TagsTab.tsx'
import { TalkTracksTab } from './TalkTracksTab.tsx'
import type { Spoken } from './useFollowUpActs.ts'

const TABS = [
  ['tracks', '话术'],
  ['orders', '订单'],
  ['tags', '标签备注'],
  ['events', '动态'],
] as const
type TabKey = (typeof TABS)[number][0]

interface CustomerTabsProps {
  panel: CustomerPanel
  askedAtMs: number
  target: Target
  mode: SendMode
  current: FollowUpView | undefined
  /** Something is wrong: nothing is suggested, what is looked for is still found. */
  isQuiet: boolean
  onCredit(order: OrderRef): void
  onSent(spoken: Spoken): void
}

export function CustomerTabs({
  panel,
  askedAtMs,
  target,
  mode,
  current,
  isQuiet,
  onCredit,
  onSent,
}: CustomerTabsProps) {
  const { isFriend } = panel.customer
  const [tab, setTab] = useState<TabKey>(isFriend ? 'tracks' : 'orders')
  const tabs = TABS.filter(([key]) => (key === 'tracks' ? isFriend : panel.view === 'full'))
  return (
    <section class="block rest" aria-label="更多">
      <Tabs label="客户资料" tabs={tabs} chosen={tab} onChoose={(key) => setTab(key)}>
        {tab === 'tracks' && (
          <TalkTracksTab
            target={target}
            mode={mode}
            suggestions={isQuiet ? [] : otherSuggestions(panel, current)}
            onSent={onSent}
          />
        )}
        {tab === 'orders' && <OrdersTab panel={panel} onCredit={onCredit} />}
        {tab === 'tags' && <TagsTab panel={panel} askedAtMs={askedAtMs} />}
        {tab === 'events' && <EventsTab key={panel.events[0]?.atMs} panel={panel} />}
      </Tabs>
    </section>
  )
}

// The sentence on top is not offered a second time below it.
function otherSuggestions(panel: CustomerPanel, current: FollowUpView | undefined) {
  const top = current ? current.talkTrack?.id : panel.suggestions[0]?.id
  return panel.suggestions.filter((row) => row.id !== top)
}
