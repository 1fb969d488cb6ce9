import { useState } from 'preact/hooks'
import { AsksSection } from './AsksSection.tsx'
import { ComplaintBanner } from './ComplaintBanner.tsx'
import { CustomerSheets, type SheetKey } from './CustomerSheets.tsx'
import { CustomerTabs } from './CustomerTabs.tsx'
import { Notices } from './Notices.tsx'
import { NowArea } from './NowArea.tsx'
import { OfferLine } from './OfferLine.tsx'
import { Shortcuts } from './Shortcuts.tsx'
import type { Target } from './sending.ts'
import { type Fresh, useCustomer } from './useCustomer.ts'
import { WhoBlock } from './WhoBlock.tsx'

interface CustomerViewProps extends Fresh {
  canSend: boolean
  onReload(): void
}

/** Who → what to do now → the sentence → send. All else is below. */
export function CustomerView(props: CustomerViewProps) {
  const { panel, askedAtMs, canSend, onReload } = props
  const { customer, nowMs } = panel
  const isFull = panel.view === 'full'
  const [sheet, setSheet] = useState<SheetKey>()
  const state = useCustomer(props, () => setSheet({ kind: 'complain' }))
  const { deck, asked, complaint, spoken } = state
  const close = () => setSheet(undefined)
  const lastOrder = panel.orders.rows.find((row) => row.kind === 'order')
  const target: Target = { kind: 'customer', externalUserId: customer.externalUserId, canSend }
  const mode = customer.isFriend ? (canSend ? 'send' : 'copy') : 'none'
  const asks = isFull && <AsksSection asked={asked} nowMs={nowMs} />
  return (
    <>
      <WhoBlock
        panel={panel}
        onDetails={() => setSheet({ kind: 'details' })}
        onCredit={() => setSheet({ kind: 'credit', order: lastOrder })}
        onReload={onReload}
      />
      {complaint && (
        <ComplaintBanner
          complaint={complaint}
          nowMs={nowMs}
          onAdd={() => setSheet({ kind: 'complain' })}
          onClose={() => setSheet({ kind: 'settle' })}
        />
      )}
      <Notices
        panel={panel}
        mute={state.mute}
        onUnmute={() => state.muteUntil('off')}
        onBind={() => setSheet({ kind: 'bind' })}
      />
      {/* With nothing else to do, hearing what was said is the thing to do. */}
      {!deck.current && asks}
      <NowArea {...{ panel, askedAtMs, state, target, mode }} />
      {deck.current && asks}
      {spoken && (
        <OfferLine
          key={spoken.text}
          spoken={spoken}
          externalUserId={customer.externalUserId}
          onDone={() => state.setSpoken(undefined)}
        />
      )}
      {isFull && (
        <Shortcuts
          externalUserId={customer.externalUserId}
          hasComplaint={complaint !== null}
          onPlan={() => setSheet({ kind: 'plan' })}
          onRefer={() => setSheet({ kind: 'refer' })}
          onComplain={() => setSheet({ kind: 'complain' })}
        />
      )}
      <CustomerTabs
        {...{ panel, target, mode, askedAtMs }}
        current={deck.current}
        isQuiet={complaint !== null}
        onCredit={(order) => setSheet({ kind: 'credit', order })}
        onSent={state.setSpoken}
      />
      <CustomerSheets
        {...{ sheet, panel, complaint }}
        onClose={close}
        onBound={() => {
          close()
          onReload()
        }}
        onComplaint={(next) => {
          close()
          state.setComplaint(next)
        }}
      />
    </>
  )
}
