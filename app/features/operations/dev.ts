import { DateTime, Duration } from 'luxon'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/errors.ts'
import { type Route, route } from '../../http/route.ts'
import { ledgerCheck } from '../credits/queries.ts'
import { type SettleParts, settle } from './settle.ts'

export interface DevParts extends SettleParts {
  moveClockTo(targetMs: number): Promise<number>
  countWork(): Promise<{ inbox: number; parked: number; outbox: Record<string, number> }>
}

const CLOCK_INPUT = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advance: z.string().regex(/^P/, 'an ISO 8601 duration such as P1DT2H') }),
])

/** Time travel and quiet, for checks and the demo. Mounted only with TIME_TRAVEL=1. */
export function devRoutes(deps: Deps, parts: DevParts): Route[] {
  return [
    route({
      method: 'post',
      path: '/dev/clock',
      access: 'internal',
      summary: 'Moves the clock of the product forward.',
      body: CLOCK_INPUT,
      answer: z.object({ now: z.string() }),
      handle: async ({ body }) => {
        const targetMs =
          'now' in body ? DateTime.fromISO(body.now).toMillis() : addDuration(deps.clock.nowMs(), body.advance)
        const nowMs = await parts.moveClockTo(targetMs)
        return { now: DateTime.fromMillis(nowMs, { zone: 'Asia/Shanghai' }).toISO() ?? '' }
      },
    }),
    route({
      method: 'post',
      path: '/dev/settle',
      access: 'internal',
      summary: 'Runs due sweeps and waits until nothing is left to do now.',
      body: z.strictObject({ timeoutMs: z.int().min(1).max(120_000).default(20_000) }),
      answer: z.object({ settled: z.boolean(), waiting: z.int(), parked: z.int() }),
      handle: ({ body }) => settle(deps, parts, body.timeoutMs),
    }),
    route({
      method: 'get',
      path: '/dev/state',
      access: 'internal',
      summary: 'Counts only.',
      answer: z.object({
        inbox: z.int(),
        parked: z.int(),
        outbox: z.record(z.string(), z.int()),
        ledgerEntries: z.int(),
        ledgerSumFen: z.int(),
      }),
      handle: async () => {
        const [work, ledger] = await Promise.all([parts.countWork(), ledgerCheck(deps.db.read)])
        return { ...work, ledgerEntries: ledger.entries, ledgerSumFen: ledger.sumFen }
      },
    }),
  ]
}

function addDuration(nowMs: number, text: string): number {
  const duration = Duration.fromISO(text)
  if (!duration.isValid) throw new AppError('BAD_REQUEST', [{ path: 'advance', message: '不是 ISO 8601 时长' }])
  return DateTime.fromMillis(nowMs, { zone: 'Asia/Shanghai' }).plus(duration).toMillis()
}
