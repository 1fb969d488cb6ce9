import { useState } from 'preact/hooks'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { customerPath, getJson } from '../shared/api.ts'
import { Choice } from '../shared/Choice.tsx'
import { formatMoment } from '../shared/format.ts'
import { useDesk } from './desk.ts'

const PAGE = 20
const FILTERS = [
  ['all', '全部'],
  ['buys', '消费'],
  ['sends', '联系'],
  ['other', '其他'],
] as const
type Filter = (typeof FILTERS)[number][0]

const FILTER_OF: Record<string, Filter> = { order: 'buys', refund: 'buys', send: 'sends' }
type CustomerEvent = CustomerPanel['events'][number]

/** One time line of everything, newest first, twenty at a time. */
export function EventsTab({ panel }: { panel: CustomerPanel }) {
  const [events, setEvents] = useState(panel.events)
  const [isAll, setAll] = useState(panel.events.length < PAGE)
  const [filter, setFilter] = useState<Filter>('all')
  const desk = useDesk()
  const more = async () => {
    const before = events[events.length - 1]?.atMs ?? panel.nowMs
    try {
      const path = `${customerPath(panel.customer.externalUserId)}/events?before=${before}`
      const older = (await getJson<{ events: CustomerEvent[] }>(path)).events
      setEvents([...events, ...older])
      setAll(older.length < PAGE)
    } catch (error) {
      desk.say((error as Error).message)
    }
  }
  const shown = events.filter((event) => filter === 'all' || (FILTER_OF[event.kind] ?? 'other') === filter)
  return (
    <>
      <Choice label="动态种类" options={FILTERS} chosen={filter} onChoose={(key) => setFilter(key)} />
      {shown.length === 0 && <p class="note">还没有这样的动态。</p>}
      <ol class="line">
        {shown.map((event) => (
          <li key={`${event.atMs}${event.kind}${event.text}`}>
            <span class="said">{event.text}</span>
            <time class="note" dateTime={new Date(event.atMs).toISOString()}>
              {formatMoment(event.atMs, panel.nowMs)}
            </time>
          </li>
        ))}
      </ol>
      {!isAll && (
        <button type="button" class="wide" onClick={more}>
          看更早的
        </button>
      )}
    </>
  )
}
