import { expect } from 'chai'
import type { Deps } from '../../../app/deps.ts'
import { forEachDatabase, openTestDatabase } from '../../support/db.ts'
import { createBench, seedChain } from '../credits/ledgerBench.ts'
import { makeFolder, traceOf } from './recordFiles.ts'

/** More than two batches; orders of one line and of two, so that a batch is followed by either. */
const TEXT = [
  '小票号,行号,门店编码,营业员,实付金额,日期',
  ...Array.from(
    { length: 4000 },
    (_, no) => `K${Math.floor((no * 2 + 1) / 3)},${no % 2},SH001,guide.lin,${no % 90}.05,20261103`,
  ),
].join('\n')

/** Storing the second batch fails after all of it was written. */
function brokenAtSecondBatch({ enqueue, ...deps }: Deps): Deps {
  let batches = 0
  return {
    ...deps,
    enqueue: async (tx, jobs) => {
      if ([jobs].flat().some(({ kind }) => kind === 'credits.meetRefunds')) batches += 1
      if (batches === 2) throw new Error('cut off')
      await enqueue(tx, jobs)
    },
  }
}

forEachDatabase((kind) =>
  describe(`an import cut off between two batches (${kind})`, () => {
    it('goes on with the very next row, and leaves what an unbroken one leaves', async () => {
      const [broken, whole] = [await openTestDatabase(kind), await openTestDatabase(kind)]
      const folder = await makeFolder()
      try {
        for (const { db } of [broken, whole]) await seedChain(db)
        await folder.take(createBench(whole.db), TEXT)
        const bench = createBench(broken.db)
        const cut = { ...bench, deps: brokenAtSecondBatch(bench.deps) }
        const error = await folder.take(cut, TEXT).then(
          () => undefined,
          (thrown: Error) => thrown.message,
        )
        expect(error).to.equal('cut off')
        expect(await folder.take(bench, TEXT)).to.include({ added: 2667, unchanged: 0 })
        expect(await traceOf(broken.db)).to.deep.equal(await traceOf(whole.db))
      } finally {
        await broken.drop()
        await whole.drop()
        await folder.remove()
      }
    })
  }),
)
