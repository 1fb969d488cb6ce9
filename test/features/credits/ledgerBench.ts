import { join } from 'node:path'
import pino from 'pino'
import { PRODUCT_ROOT } from '../../../app/boot/productRoot.ts'
import { createVault } from '../../../app/boot/vault.ts'
import type { Database } from '../../../app/db/database.ts'
import { Binding, Customer } from '../../../app/db/entities/customers.ts'
import { Guide, GuideAssignment, Region, Store } from '../../../app/db/entities/org.ts'
import type { Deps } from '../../../app/deps.ts'
import type { DomainEvent } from '../../../app/domain/events.ts'
import { creditsJobs } from '../../../app/features/credits/jobs.ts'
import { creditsReactions } from '../../../app/features/credits/reactions.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { recordRefund } from '../../../app/features/orders/commands/recordRefund.ts'
import { ORDER_INPUT, type OrderInput, REFUND_INPUT, type RefundInput } from '../../../app/features/orders/contract.ts'
import type { JobRun, NewJob } from '../../../app/jobs/types.ts'
import { loadRules } from '../../../config/rules.ts'

export const at = (text: string) => Date.parse(text.length === 10 ? `${text}T12:00:00+08:00` : `${text}+08:00`)

/** The credit feature on a real database, its jobs run in memory in the order they came. */
export function createBench(db: Database, nowText = '2026-11-21T15:00:00') {
  let nowMs = at(nowText)
  const queue: NewJob[] = []
  const events: DomainEvent[] = []
  const emit = async (_tx: unknown, facts: DomainEvent | readonly DomainEvent[]) => {
    for (const event of [facts].flat() as DomainEvent[]) {
      events.push(event)
      const react = creditsReactions[event.name] as ((event: DomainEvent) => NewJob[]) | undefined
      queue.push(...(react?.(event) ?? []))
    }
  }
  const deps = {
    db,
    clock: { nowMs: () => nowMs, wallMs: () => nowMs },
    log: pino({ level: 'silent' }),
    emit,
    enqueue: async (_tx: unknown, job: NewJob) => void queue.push(job),
    rules: loadRules(join(PRODUCT_ROOT, 'config')),
    vault: createVault(Buffer.alloc(32, 7).toString('base64')),
    crashPoint: () => undefined,
  } as unknown as Deps
  const runJob = async (job: NewJob) => {
    const definition = creditsJobs.find((candidate) => candidate.kind === job.kind)
    if (!definition) throw new Error(`no job ${job.kind}`)
    return definition.run(deps, definition.payload.parse(job.payload), {
      signal: new AbortController().signal,
    } as JobRun)
  }
  return {
    deps,
    events,
    queue,
    runJob,
    setNow: (text: string) => {
      nowMs = at(text)
    },
    settle: async () => {
      for (let job = queue.shift(); job; job = queue.shift()) await runJob(job)
    },
    emit: (event: DomainEvent) => emit(undefined, event),
    order: (over: Partial<Record<string, unknown>> = {}) => recordOrder(deps, orderOf(over)),
    recordParsed: (order: OrderInput) => recordOrder(deps, order),
    refund: (over: Partial<Record<string, unknown>> = {}) => recordRefund(deps, refundOf(over)),
  }
}

export type Bench = ReturnType<typeof createBench>

export function orderOf(over: Partial<Record<string, unknown>> = {}): OrderInput {
  return ORDER_INPUT.parse({
    source: 'pos-east',
    orderNo: 'N1',
    channel: 'offline',
    storeCode: 'SH001',
    orderedAt: '2026-11-21T14:03:00+08:00',
    paidAt: '2026-11-21T14:03:20+08:00',
    delivery: 'pickup',
    lines: [{ lineNo: '1', productCode: 'TEA', name: '茶', quantity: 2, paidFen: 19900 }],
    ...over,
  })
}

function refundOf(over: Partial<Record<string, unknown>> = {}): RefundInput {
  return REFUND_INPUT.parse({
    source: 'pos-east',
    refundNo: 'R1',
    orderNo: 'N1',
    refundedAt: '2026-11-25T10:00:00+08:00',
    lines: [{ lineNo: '1', refundFen: 9900, quantity: 1 }],
    ...over,
  })
}

/** Two regions, three stores, guides lin (SH001), zhou (SH001), wu (BJ001). */
export async function seedChain(db: Database): Promise<{ lin: number; zhou: number; wu: number }> {
  return db.transaction(async (tx) => {
    await tx.insert(Region, [
      { code: 'CN', name: '全国', parentCode: null, path: '/CN/' },
      { code: 'EAST', name: '华东', parentCode: 'CN', path: '/CN/EAST/' },
      { code: 'NORTH', name: '华北', parentCode: 'CN', path: '/CN/NORTH/' },
    ])
    await tx.insert(Store, [
      { code: 'SH001', name: '徐汇店', regionCode: 'EAST', openedOn: null, closedOn: null },
      { code: 'SH002', name: '静安店', regionCode: 'EAST', openedOn: null, closedOn: null },
      { code: 'BJ001', name: '国贸店', regionCode: 'NORTH', openedOn: null, closedOn: null },
    ])
    const add = async (userId: string, name: string, storeCode: string) => {
      const row = { userId, userKey: userId.toLowerCase(), name, state: 'active', leftOn: null, createdAt: 1 } as const
      const guideId = Number((await tx.insert(Guide, { ...row })).identifiers[0]?.id)
      await tx.insert(GuideAssignment, {
        ...{
          guideId,
          role: 'guide',
          level: 'skilled',
          storeCode,
          regionCode: null,
          fromDay: '2026-01-01',
          toDay: null,
        },
      } as Partial<GuideAssignment>)
      return guideId
    }
    return {
      lin: await add('Guide.Lin', '林晓', 'SH001'),
      zhou: await add('guide.zhou', '周敏', 'SH001'),
      wu: await add('guide.wu', '吴昊', 'BJ001'),
    }
  })
}

export async function addCustomer(
  db: Database,
  externalUserId: string,
  addedAt: string,
  unionKey: string | null = null,
) {
  await db.transaction((tx) =>
    tx.insert(Customer, {
      externalUserId,
      name: externalUserId,
      type: 1,
      unionKey,
      stage: 'lead',
      stageSinceAt: at(addedAt),
      nextStageCheckAt: null,
      firstAddedAt: at(addedAt),
      syncedAt: null,
    }),
  )
}

export async function bind(db: Database, externalUserId: string, guideId: number, from: string, to?: string) {
  await db.transaction((tx) =>
    tx.insert(Binding, {
      externalUserId,
      openKey: to ? null : externalUserId,
      guideId,
      storeCode: 'SH001',
      source: 'contact_way',
      stateToken: null,
      fromAt: at(from),
      toAt: to ? at(to) : null,
      endedBecause: null,
    }),
  )
}

/** account → fen over the whole ledger, zeroes left out. */
export async function balances(db: Database): Promise<Record<string, number>> {
  const rows: { account: string; fen: number }[] = await db.read.query(
    'SELECT account, CAST(SUM(amount_fen) AS SIGNED) AS fen FROM ledger_entries GROUP BY account ORDER BY account',
  )
  return Object.fromEntries(rows.filter((row) => row.fen !== 0).map((row) => [row.account, Number(row.fen)]))
}
