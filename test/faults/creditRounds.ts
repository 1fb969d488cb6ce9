import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { type Database, openDatabase } from '../../app/db/database.ts'
import { CreditCorrection } from '../../app/db/entities/creditCases.ts'
import { IdentityKey } from '../../app/db/entities/customers.ts'
import { Order } from '../../app/db/entities/orders.ts'
import { insertOnce } from '../../app/db/statements.ts'
import { postCredit } from '../../app/features/credits/commands/postCredit.ts'
import { at, type Bench, createBench } from '../features/credits/ledgerBench.ts'

/** What a round is about: one order and what becomes of it. Rounds of one shape must end alike. */
export interface Shape {
  isServed: boolean
  refundFen: number
  isIdentified: boolean
  isCorrected: boolean
}

const YES_NO = [false, true]
export const SHAPES: Shape[] = YES_NO.flatMap((isServed) =>
  [0, 3333, 99_999].flatMap((refundFen) =>
    YES_NO.flatMap((isIdentified) => YES_NO.map((isCorrected) => ({ isServed, refundFen, isIdentified, isCorrected }))),
  ),
)
export const shapeOf = (round: number) => SHAPES[round % SHAPES.length] ?? SHAPES[0]!

/** After the freeze and the wait, so that both end in the same postings. */
export const ROUNDS_NOW = '2026-12-31T12:00:00'

type Act = 'order' | 'refund' | 'identify' | 'correct'
export const ACTS: readonly Act[] = ['order', 'refund', 'identify', 'correct']

export interface Players {
  db: Database
  bench: Bench
  zhou: number
}

/** Does everything of a round in this order, each act with the postings that follow from it. */
export async function playRound(players: Players, round: number, acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    await ACT[act](players, round, shapeOf(round))
    await players.bench.settle()
  }
}

const ACT: Record<Act, (players: Players, round: number, shape: Shape) => Promise<unknown>> = {
  order: ({ bench }, round, { isServed }) =>
    bench.order({
      orderNo: `N${round}`,
      orderedAt: '2026-11-10T12:00:00+08:00',
      paidAt: '2026-11-10T12:00:00+08:00',
      buyer: { phone: phoneOf(round) },
      lines: [
        { lineNo: '1', paidFen: 10_000, servedByGuide: isServed ? 'guide.zhou' : null },
        { lineNo: '2', paidFen: 99 },
      ],
    }),
  refund: async ({ bench }, round, { refundFen }) => {
    if (refundFen === 0) return
    const lines = [{ lineNo: '1', refundFen }]
    await bench.refund({ refundNo: `R${round}`, orderNo: `N${round}`, refundedAt: '2026-11-12T12:00:00+08:00', lines })
  },
  identify: async ({ db, bench }, round, { isIdentified }) => {
    if (!isIdentified) return
    const externalUserId = `wm${round}`
    const keyHash = bench.deps.vault.keyOf('phone', phoneOf(round))
    const sinceAt = at('2026-11-11')
    const key = { kind: 'phone', keyHash, externalUserId, sinceAt, source: 'test', orderId: null } as const
    await db.transaction((tx) => insertOnce(tx, IdentityKey, key))
    await bench.emit({ name: 'CustomerIdentified', externalUserId, atMs: sinceAt })
  },
  correct: async (players, round, shape) => {
    if (!shape.isCorrected) return
    const { db, bench, zhou } = players
    const order = await db.read.findOneBy(Order, { orderNo: `N${round}` })
    if (!order) {
      await ACT.order(players, round, shape)
      return ACT.correct(players, round, shape)
    }
    const moment = at('2026-11-13')
    const toHolders = [
      { guideId: zhou, parts: 2 },
      { storeCode: 'SH001', parts: 1 },
    ]
    const people = { proposedBy: 'op', proposedAt: moment, decidedBy: 'op2', decidedAt: moment, decisionNote: '' }
    const row = { orderId: order.id, lineNo: null, toHolders, reason: '核对', movedFen: 0, state: 'approved' } as const
    await db.transaction((tx) => insertOnce(tx, CreditCorrection, { ...row, ...people, clientKey: `K${round}` }))
    await postCredit(bench.deps, { orderId: order.id })
  },
}

function phoneOf(round: number): string {
  return `138${String(round).padStart(8, '0')}`
}

export interface PosterOrders {
  url: string
  zhou: number
  seed: number
}

const LANES = 4

/** As a process of its own: for each line `from to` on stdin plays those rounds, several at once, and says `done`. */
async function work({ url, zhou, seed }: PosterOrders): Promise<void> {
  const db = await openDatabase(url)
  const lanes = Array.from({ length: LANES }, () => ({ db, zhou, bench: createBench(db, ROUNDS_NOW) }))
  const shuffled = fc.shuffledSubarray([...ACTS], { minLength: ACTS.length })
  for await (const line of createInterface({ input: process.stdin })) {
    const [from = 0, to = 0] = line.split(' ').map(Number)
    const acts = fc.sample(shuffled, { numRuns: to - from, seed: seed + from })
    await Promise.all(
      lanes.map(async (players, lane) => {
        for (let round = from + lane; round < to; round += LANES)
          await playRound(players, round, acts[round - from] ?? ACTS)
      }),
    )
    process.stdout.write('done\n')
  }
  await db.close()
}

if (process.argv[2]?.startsWith('{')) await work(JSON.parse(process.argv[2]) as PosterOrders)
