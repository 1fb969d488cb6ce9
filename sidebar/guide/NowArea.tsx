import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { NothingToDo } from './NothingToDo.tsx'
import { NowSection } from './NowSection.tsx'
import type { SendMode } from './SendBox.tsx'
import type { Target } from './sending.ts'
import type { CustomerState } from './useCustomer.ts'

/** As far as the page's clock may be behind the server's. */
const CLOCKS_MS = 5_000

interface NowAreaProps {
  panel: CustomerPanel
  askedAtMs: number
  state: CustomerState
  target: Target
  mode: SendMode
}

/** What is to be done now; or nothing, and then only what fits. */
export function NowArea({ panel, askedAtMs, state, target, mode }: NowAreaProps) {
  const { deck, acts, asked, complaint, mute } = state
  const { current } = deck
  if (current)
    return (
      <NowSection
        {...{ deck, current, acts, target, mode }}
        // What an answer brings is due now, not when the panel came.
        nowMs={panel.nowMs + Date.now() - askedAtMs + CLOCKS_MS}
        warning={warningOf(panel)}
        onMute={state.muteUntil}
      />
    )
  if (!panel.customer.isFriend) return null
  // What is wrong, what was asked or the wish for peace stands above: nothing new is offered beside it.
  if (complaint || mute.isMuted || asked.groups.length > 0) return null
  return <NothingToDo suggestion={panel.suggestions[0]} {...{ target, mode }} onSent={state.setSpoken} />
}

/** Warns, never blocks. */
function warningOf(panel: CustomerPanel): string {
  const contacted = panel.contactedToday > 0 ? `今天已联系过 ${panel.contactedToday} 次` : ''
  const quiet = panel.isQuietHours ? '现在是休息时间，客户可能不便打扰' : ''
  return [contacted, quiet].filter(Boolean).join('；')
}
