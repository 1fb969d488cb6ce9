import { expect } from 'chai'
import type { StatementRow, Statements } from '../../app/features/statements/contract.ts'
import { MyMonth } from '../../sidebar/guide/MyMonth.tsx'
import { ApiError } from '../../sidebar/shared/api.ts'
import type { Loaded } from '../../sidebar/shared/useLoaded.ts'
import { renderAtDesk, textOf } from './renderAtDesk.tsx'

const NOTHING = {
  ...{ openingFen: 0, openingPendingFen: 0, openingSettledFen: 0, correctedFen: 0, reversedFen: 0 },
  ...{ settledFen: 0, settledLaterFen: 0, closingSettledFen: 0 },
}

/** What was earned and nothing else. */
const earned = (fen: number) => ({
  ...{ ...NOTHING, orders: 1, earnedFen: fen, movedFen: fen, closingFen: fen, closingPendingFen: fen },
})
const rowIn = (storeCode: string, storeName: string, fen: number): StatementRow => ({
  ...{ guideUserId: 'guide.lin', guideName: '林晓', storeCode, storeName, ...earned(fen) },
})

function show(rows: StatementRow[] | undefined, over: Partial<Loaded<Statements>> = {}): string {
  const totals = earned((rows ?? []).reduce((sum, row) => sum + row.earnedFen, 0))
  const data = rows && { month: '2026-11', isClosed: false, guides: [], rows, totals, dataAsOfMs: 0 }
  const nothing = () => undefined
  const loaded: Loaded<Statements> = {
    ...{ phase: 'ready', reload: nothing, refresh: nothing, ...over },
    ...(data ? { data, atMs: Date.parse('2026-11-21T10:32:00+08:00') } : {}),
  }
  return textOf(renderAtDesk(<MyMonth loaded={loaded} onOpen={nothing} />))
}

describe('my own statement', () => {
  it('adds up the stores of who works in several, and says nothing of a sum for one', () => {
    const two = show([rowIn('SH001', '徐汇店', 10_000), rowIn('SH002', '静安店', 2_550)])
    expect(two).to.include('2 家门店期末合计 ¥125.50')
    expect(show([rowIn('SH001', '徐汇店', 10_000)])).to.not.include('合计')
  })

  it('can be asked for again when it did not come, and says when what it shows is old', () => {
    const error = new ApiError('UNAVAILABLE', 503, '系统忙，请稍后再试')
    expect(show(undefined, { phase: 'failed', error })).to.include('重试')
    expect(show(undefined, { phase: 'slow' })).to.include('网络不稳')
    const stale = show([rowIn('SH001', '徐汇店', 10_000)], { phase: 'failed', error })
    expect(stale).to.include('显示 10:32 的数据').and.include('重试').and.include('¥100.00')
  })
})
