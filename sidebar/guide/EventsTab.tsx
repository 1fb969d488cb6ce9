import { useState } from 'preact/hooks'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { customerPath, getJson } from '../shared/api.ts'
import { formatMoment } from '../shared/format.ts'
import { useDesk } from './desk.ts'

const PAGE = 20
type CustomerEvent = CustomerPanel['events'][number]

/** One time line of everything, newest first, twenty at a time. */
export function EventsTab({ panel }: { panel: CustomerPanel }) {
  const [events, setEvents] = useState(panel.events)
  const [isAll, setAll] = useState(panel.events.length < PAGE)
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
  if (events.length === 0) return <p class="note">还没有动态。</p>
  return (
    <>
      <ol class="line">
        {events.map((event) => (
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
