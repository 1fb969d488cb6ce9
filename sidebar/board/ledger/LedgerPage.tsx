import { useState } from 'preact/hooks'
import type { ClosingView, LedgerView } from '../../../app/features/ledger/contract.ts'
import { serverNowMs } from '../../shared/boot.ts'
import { sayMonth } from '../../shared/statements/figures.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import type { PageProps } from '../pages.ts'
import { ClosingTable } from './ClosingTable.tsx'
import { NextClosing } from './NextClosing.tsx'
import { ProofPart } from './ProofPart.tsx'
import './ledger.css'

/** How the books stand: what the last proof found, which month may be closed, what was closed. */
export function Page({ boot }: PageProps) {
  const loaded = useLoaded<LedgerView>('/api/ledger')
  const [said, setSaid] = useState<string>()
  const onClosed = ({ month }: ClosingView) => {
    setSaid(`${sayMonth(month)}已结账`)
    loaded.refresh()
  }
  return (
    <div class="ledger">
      <LoadState loaded={loaded}>
        {(ledger) => (
          <>
            <ProofPart proof={ledger.lastProof} nowMs={serverNowMs(boot)} onLook={loaded.refresh} />
            <NextClosing ledger={ledger} onClosed={onClosed} />
            <ClosingTable closings={ledger.closings} />
            <p class="soft">
              凭证每几分钟封存一次；封存后若被改动、删除或插入，核对时会指出是哪一张。已封存到{' '}
              {ledger.chain.sealedThrough.toLocaleString('en')} 号凭证
              {ledger.chain.unsealed > 0 && `，${ledger.chain.unsealed} 张待封存`}。
            </p>
          </>
        )}
      </LoadState>
      <div class={said ? 'toast on' : 'toast'} role="status">
        {said && <span>{said}</span>}
        {said && (
          <button type="button" onClick={() => setSaid(undefined)}>
            知道了
          </button>
        )}
      </div>
    </div>
  )
}
