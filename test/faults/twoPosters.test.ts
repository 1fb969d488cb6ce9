import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'chai'
import type { Database } from '../../app/db/database.ts'
import { Binding, Customer } from '../../app/db/entities/customers.ts'
import { proveLedger } from '../../app/features/ledger/commands/proveLedger.ts'
import { at, createBench, seedChain } from '../features/credits/ledgerBench.ts'
import { bundled } from '../support/bundle.ts'
import { openTestDatabase, type TestDatabase } from '../support/db.ts'
import { withMariadb } from '../support/services.ts'
import { ACTS, type PosterOrders, playRound, ROUNDS_NOW, SHAPES, shapeOf } from './creditRounds.ts'

const CHILD = resolve(import.meta.dirname, 'creditRounds.ts')
const ROUNDS = 1000
const BATCH = 40

interface Poster {
  process: ChildProcess
  play(from: number, to: number): Promise<void>
  end(): Promise<void>
}

async function startPoster(orders: PosterOrders): Promise<Poster> {
  const child = spawn(process.execPath, [await bundled(CHILD), JSON.stringify(orders)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'close')
  return {
    process: child,
    async play(from, to) {
      child.stdin.write(`${from} ${to}\n`)
      const [how] = await Promise.race([once(lines, 'line'), ended])
      expect(how, 'a process ended by an error').to.equal('done')
    },
    async end() {
      child.stdin.end()
      expect((await ended)[0]).to.equal(0)
    },
  }
}

/** A customer of lin's for each round. */
async function seedCustomers(db: Database, lin: number, count: number): Promise<void> {
  const sinceMs = at('2026-09-01')
  const ids = Array.from({ length: count }, (_, round) => `wm${round}`)
  const customer = { type: 1, unionKey: null, stage: 'lead', stageSinceAt: sinceMs, nextStageCheckAt: null } as const
  const binding = {
    guideId: lin,
    storeCode: 'SH001',
    source: 'contact_way',
    stateToken: null,
    fromAt: sinceMs,
  } as const
  await db.transaction(async (tx) => {
    await tx.insert(
      Customer,
      ids.map((id) => ({ ...customer, externalUserId: id, name: id, firstAddedAt: sinceMs, syncedAt: null })),
    )
    await tx.insert(
      Binding,
      ids.map((id) => ({ ...binding, externalUserId: id, openKey: id, toAt: null, endedBecause: null })),
    )
  })
}

/** What the journal says of each round, in sums: how often it was corrected on the way does not matter. */
async function readRounds(db: Database): Promise<Map<number, string[]>> {
  const rows: Record<string, string | number>[] = await db.read.query(
    `SELECT o.order_no, e.occurred_on, p.cause_kind, e.account, COALESCE(e.store_code, '-') AS store_code,
       CAST(SUM(e.amount_fen) AS SIGNED) AS fen, CAST(SUM(e.refund_fen) AS SIGNED) AS refund_fen,
       CAST(SUM(e.orders) AS SIGNED) AS orders
     FROM ledger_entries e JOIN ledger_postings p ON p.id = e.posting_id JOIN orders o ON o.id = p.order_id
     GROUP BY o.order_no, e.occurred_on, p.cause_kind, e.account, e.store_code
     HAVING fen <> 0 OR refund_fen <> 0 OR orders <> 0
     ORDER BY 1, 2, 3, 4, 5`,
  )
  const rounds = new Map<number, string[]>()
  for (const { order_no, ...row } of rows) {
    const round = Number(String(order_no).slice(1))
    rounds.set(round, [...(rounds.get(round) ?? []), Object.values(row).join(' ')])
  }
  return rounds
}

withMariadb(() =>
  describe('two processes that post the same facts at the same moment', function () {
    this.timeout(600_000)
    let test: TestDatabase
    const posters: Poster[] = []

    before(async () => (test = await openTestDatabase('mysql')))
    after(async () => {
      for (const { process } of posters) process.kill('SIGKILL')
      await test.drop()
    })

    it(`equal one process alone, ${ROUNDS} times: orders, refunds, identifications, corrections, settlements`, async () => {
      const { db } = test
      const { lin, zhou } = await seedChain(db)
      const first = SHAPES.length
      await seedCustomers(db, lin, first + ROUNDS)
      const alone = { db, zhou, bench: createBench(db, ROUNDS_NOW) }
      for (let round = 0; round < first; round += 1) await playRound(alone, round, ACTS)

      for (const seed of [1, 2]) posters.push(await startPoster({ url: test.url, zhou, seed }))
      for (let from = first; from < first + ROUNDS; from += BATCH)
        await Promise.all(posters.map((poster) => poster.play(from, from + BATCH)))
      await Promise.all(posters.map((poster) => poster.end()))

      const rounds = await readRounds(db)
      expect(rounds.size).to.equal(first + ROUNDS)
      for (const [round, journal] of rounds)
        expect(journal, `round ${round} ${JSON.stringify(shapeOf(round))}`).to.deep.equal(rounds.get(round % first))
      expect((await proveLedger(alone.bench.deps)).faults).to.deep.equal([])
    })
  }),
)
