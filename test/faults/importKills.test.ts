import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Order } from '../../app/db/entities/orders.ts'
import { createBench, seedChain } from '../features/credits/ledgerBench.ts'
import { makeFolder, traceOf } from '../features/imports/recordFiles.ts'
import { bundled } from '../support/bundle.ts'
import { forEachDatabase, openTestDatabase } from '../support/db.ts'

const VICTIM = join(import.meta.dirname, 'importVictim.ts')
const ROWS = 9000
const ROUNDS = 3

/** Starts an import and kills it so long after it began to read. @returns whether it was done before */
async function importAndKill(url: string, path: string, afterMs: number | undefined): Promise<boolean> {
  const child = spawn(process.execPath, [await bundled(VICTIM), url, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (afterMs !== undefined) child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMs))
  child.stdout.resume()
  const [code] = (await once(child, 'close')) as [number | null]
  return code === 0
}

function textOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, no) => {
    const guide = no % 3 === 0 ? 'guide.lin' : 'guide.wu:50;guide.zhou:50'
    return `K${Math.floor(no / 2)},${no % 2},SH001,${guide},${no % 900}.05,2026110${(no % 9) + 1}`
  })
  // Orders of two lines have one time.
  return ['小票号,行号,门店编码,营业员,实付金额,日期', ...lines.map((line) => line.replace(/\d$/, '3'))].join('\n')
}

forEachDatabase((kind) =>
  describe(`an import killed at any row and started again (${kind})`, function () {
    this.timeout(300_000)

    it('leaves what an unbroken one leaves', async () => {
      const [broken, whole] = [await openTestDatabase(kind), await openTestDatabase(kind)]
      const folder = await makeFolder()
      try {
        for (const { db } of [broken, whole]) await seedChain(db)
        const text = textOf(ROWS)
        const path = join(folder.path, 'killed.csv')
        await writeFile(path, text)
        await folder.take(createBench(whole.db), text)
        let isDone = false
        for (let round = 0; round < ROUNDS && !isDone; round += 1)
          isDone = await importAndKill(broken.url, path, Math.random() * 2500)
        expect(await broken.db.read.count(Order)).to.be.at.most(ROWS / 2)
        if (!isDone) expect(await importAndKill(broken.url, path, undefined)).to.equal(true)
        expect(await traceOf(broken.db)).to.deep.equal(await traceOf(whole.db))
      } finally {
        await broken.drop()
        await whole.drop()
        await folder.remove()
      }
    })
  }),
)
