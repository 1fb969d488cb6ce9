import { useState } from 'preact/hooks'
import type { ObjectionRow } from '../../../app/features/creditCases/contract.ts'
import { serverNowMs } from '../../shared/boot.ts'
import { Choice } from '../../shared/Choice.tsx'
import { formatMoment } from '../../shared/format.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import type { PageProps } from '../pages.ts'
import { CaseList } from './CaseList.tsx'
import { SettleSheet } from './SettleSheet.tsx'
import './creditCases.css'

const STATES = [
  ['open', '待处理'],
  ['settled', '已处理'],
] as const

/** Guides who say that a sale is theirs: what stands against it, and the answer. */
export function Page({ boot }: PageProps) {
  const [state, setState] = useState<(typeof STATES)[number][0]>('open')
  const [before, setBefore] = useState<number>()
  const [opened, setOpened] = useState<ObjectionRow>()
  const [said, setSaid] = useState('')
  const older = before === undefined ? '' : `&before=${before}`
  const loaded = useLoaded<{ rows: ObjectionRow[]; nextBefore: number | null }>(
    `/api/credit-objections?state=${state}${older}`,
  )
  const nowMs = serverNowMs(boot)
  return (
    <div class="cases">
      <Choice
        label="看哪些"
        options={STATES}
        chosen={state}
        onChoose={(key) => {
          setState(key)
          setBefore(undefined)
        }}
      />
      <p role="status" class="case-said">
        {said}
      </p>
      <LoadState loaded={loaded}>
        {({ rows, nextBefore }) => (
          <CaseList<ObjectionRow>
            rows={rows}
            empty={state === 'open' ? '没有等着处理的异议。' : '还没有处理过的异议。'}
            nextBefore={nextBefore}
            onMore={setBefore}
            onOpen={setOpened}
            title={titleOf}
            about={(row) => (row.state === 'open' ? formatMoment(row.atMs, nowMs) : row.stateText)}
          />
        )}
      </LoadState>
      {opened && (
        <SettleSheet
          row={opened}
          isOperator={boot.role === 'operator'}
          onClose={() => setOpened(undefined)}
          onDone={(words) => {
            setOpened(undefined)
            setSaid(words)
            loaded.reload()
          }}
        />
      )}
    </div>
  )
}

function titleOf({ isMine, guideName, reason }: ObjectionRow): string {
  const who = isMine ? '我' : guideName
  return reason ? `${who}：${reason}` : `${who}说这单该算自己的`
}
