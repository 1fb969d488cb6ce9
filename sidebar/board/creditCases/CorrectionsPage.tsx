import { useState } from 'preact/hooks'
import type { CorrectionRow } from '../../../app/features/creditCases/contract.ts'
import { Choice } from '../../shared/Choice.tsx'
import { formatYuan } from '../../shared/format.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import { CaseList } from './CaseList.tsx'
import { DecideSheet } from './DecideSheet.tsx'
import { ProposeSheet } from './ProposeSheet.tsx'
import './creditCases.css'

const STATES = [
  ['proposed', '等批准'],
  ['decided', '已定'],
] as const
const STATE_TEXT = { proposed: '等批准', approved: '已更正', rejected: '没有批准' }

interface Answer {
  rows: CorrectionRow[]
  nextBefore: number | null
  limitFen: number
}

/** Corrections of whose sale it is: those that wait for a second person, and those that were made. */
export function Page() {
  const [state, setState] = useState<(typeof STATES)[number][0]>('proposed')
  const [before, setBefore] = useState<number>()
  const [opened, setOpened] = useState<CorrectionRow>()
  const [isNew, setNew] = useState(false)
  const [said, setSaid] = useState('')
  const older = before === undefined ? '' : `&before=${before}`
  const loaded = useLoaded<Answer>(`/api/credit-corrections?state=${state}${older}`)
  const done = (words: string) => {
    setOpened(undefined)
    setNew(false)
    setSaid(words)
    loaded.reload()
  }
  return (
    <div class="cases">
      <div class="case-top">
        <Choice
          label="看哪些"
          options={STATES}
          chosen={state}
          onChoose={(key) => {
            setState(key)
            setBefore(undefined)
          }}
        />
        <button type="button" class="fill" aria-haspopup="dialog" onClick={() => setNew(true)}>
          更正一单
        </button>
      </div>
      <p role="status" class="case-said">
        {said}
      </p>
      <LoadState loaded={loaded}>
        {({ rows, nextBefore, limitFen }) => (
          <>
            <CaseList<CorrectionRow>
              rows={rows}
              empty={state === 'proposed' ? '没有等批准的更正。' : '还没有更正过。'}
              nextBefore={nextBefore}
              onMore={setBefore}
              onOpen={setOpened}
              title={(row) => `${row.number} 改计给${row.toText}，${formatYuan(row.movedFen)}`}
              about={(row) => (row.state === 'proposed' ? `${row.proposedByName}提出` : STATE_TEXT[row.state])}
            />
            <p class="soft">
              改动超过 {formatYuan(limitFen)}、或店长支持异议报上来的，要另一位运营批准；只记新的分录，原来的不改。
            </p>
          </>
        )}
      </LoadState>
      {opened && <DecideSheet row={opened} onDone={done} onClose={() => setOpened(undefined)} />}
      {isNew && <ProposeSheet onDone={done} onClose={() => setNew(false)} />}
    </div>
  )
}
