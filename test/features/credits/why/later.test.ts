import { expect } from 'chai'
import { Setting } from '../../../../app/db/entities/operations.ts'
import { at } from '../ledgerBench.ts'
import { describeWhy, line } from './whyBench.ts'

describeWhy('what comes later', (opened) => {
  it('settled, and told until when it was pending', async () => {
    const { bench, given, read, tell } = opened()
    await given({ lines: [line({ servedByGuide: 'guide.lin' })] })
    expect((await tell()).order.settlesAtMs).to.equal(at('2026-12-21T14:03:20'))
    bench.setNow('2026-12-22T10:00:00')
    await bench.runJob({ kind: 'credits.settle', payload: {} })
    expect((await read()).slice(-2)).to.deep.equal(['售后期已过，导购的业绩结算', '结算：林晓 ¥199.00'])
    expect((await tell()).order.settlesAtMs).to.equal(null)
  })

  it('settled after a return: what is left, or that nothing is', async () => {
    const { bench, given, read, refunded } = opened()
    await given({ lines: [line({ servedByGuide: 'guide.lin' })] })
    await given({ orderNo: 'N2', lines: [line({ servedByGuide: 'guide.lin' })] })
    await refunded()
    await refunded({ orderNo: 'N2', refundNo: 'R2', lines: [{ lineNo: '1', refundFen: 19900 }] })
    bench.setNow('2026-12-22T10:00:00')
    await bench.runJob({ kind: 'credits.settle', payload: {} })
    expect((await read()).at(-1)).to.equal('结算：林晓 ¥100.00')
    expect((await read('N2')).slice(-2)).to.deep.equal([
      '售后期已过，导购的业绩结算',
      '这单的钱已经全部退了，没有可结算的',
    ])
  })

  it('settled, and a return of before told only afterwards: one sum of both', async () => {
    const { bench, given, read, refunded } = opened()
    bench.setNow('2026-12-22T10:00:00')
    await given({ lines: [line({ servedByGuide: 'guide.lin' })] })
    await refunded()
    expect((await read()).filter((words) => words.startsWith('结算'))).to.deep.equal(['结算：林晓 ¥100.00'])
  })

  it('in which month a late fact counts, where its own is closed', async () => {
    const { db, given, refunded, tell } = opened()
    await given({ lines: [line({ servedByGuide: 'guide.lin' })] })
    await db.transaction((tx) => tx.update(Setting, { name: 'ledger.closedThrough' }, { value: '2026-11' }))
    await refunded()
    expect((await tell()).story.at(-1)?.bookedText).to.equal('2026年11月已结账，计入2026年12月')
  })
})
