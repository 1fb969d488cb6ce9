import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { Spill } from '../../../app/features/imports/spill.ts'

/** Rows in which records end: they never fall, and several records may end in one. */
const endRows = fc
  .array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 })
  .map((steps) => steps.map((_, index) => 2 + steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0)))

async function spilled(perBatch: number, ends: readonly number[]): Promise<Spill<{ text: string; end: number }>> {
  const spill = new Spill<{ text: string; end: number }>(perBatch)
  for (const [index, end] of ends.entries()) await spill.add({ text: `第${index}单 "🧧"\n`, end }, end)
  return spill
}

describe('what a check has read, on its way to be stored', () => {
  it('comes back whole and in its order behind any row, in batches that never part what ends in one row', () =>
    fc.assert(
      fc.asyncProperty(
        endRows,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 90 }),
        async (ends, perBatch, after) => {
          const spill = await spilled(perBatch, ends)
          try {
            expect(spill.isEmpty).to.equal(ends.length === 0)
            const seen: number[] = []
            let through = after
            for await (const { records, endRow } of spill.batches(after)) {
              expect(records.every(({ end }) => end > through && end <= endRow)).to.equal(true)
              expect(records.at(-1)?.end).to.equal(endRow)
              through = endRow
              seen.push(...records.map(({ text }) => Number(/\d+/.exec(text)?.[0])))
            }
            const wanted = ends.flatMap((end, index) => (end > after ? [index] : []))
            expect(seen).to.deep.equal(wanted)
          } finally {
            await spill.close()
          }
        },
      ),
      { numRuns: 100 },
    ))

  it('leaves no name in the folder for temporary files, so that a process that is killed leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'huitouke-spill-'))
    const before = process.env.TMPDIR
    process.env.TMPDIR = folder
    try {
      const spill = await spilled(2, [2, 3, 4, 5, 6])
      for await (const _ of spill.batches(0)) expect(await readdir(folder)).to.deep.equal([])
      await spill.close()
    } finally {
      if (before === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = before
      await rm(folder, { recursive: true })
    }
  })
})
