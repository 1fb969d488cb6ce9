import { useState } from 'preact/hooks'
import type { Statements } from '../../app/features/statements/contract.ts'
import { serverNowMs } from '../shared/boot.ts'
import { businessDayOf } from '../shared/format.ts'
import { MonthChoice } from '../shared/statements/MonthChoice.tsx'
import { type OpenedFigure, StatementEntries } from '../shared/statements/StatementEntries.tsx'
import '../shared/entries.css'
import '../shared/statements/statements.css'
import { useLoaded } from '../shared/useLoaded.ts'
import { useDesk } from './desk.ts'
import { MyCredit } from './MyCredit.tsx'
import { MyMonth } from './MyMonth.tsx'

/** 我的业绩: my own statement of a month, a part for each store, every figure open to its orders. */
export function MyStatement() {
  const { boot } = useDesk()
  const latest = businessDayOf(serverNowMs(boot)).slice(0, 7)
  const [month, setMonth] = useState(latest)
  const [opened, setOpened] = useState<OpenedFigure>()
  const loaded = useLoaded<Statements>(`/api/statements/mine?month=${month}`)
  return (
    <>
      <MonthChoice latest={latest} value={month} onChange={setMonth} />
      <MyMonth loaded={loaded} onOpen={setOpened} />
      {opened && <StatementEntries opened={opened} credit={MyCredit} onClose={() => setOpened(undefined)} />}
    </>
  )
}
