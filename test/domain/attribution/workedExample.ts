import { z } from 'zod'
import type { DatedEntry } from '../../../app/domain/attribution/book.ts'
import type { NoClaimBecause } from '../../../app/domain/attribution/claims.ts'
import type {
  BuyerFacts,
  CorrectionFacts,
  LineFacts,
  OrderFacts,
  PeopleOnDays,
  Touch,
  TouchKind,
} from '../../../app/domain/attribution/facts.ts'
import { freezeEndsAt } from '../../../app/domain/attribution/freeze.ts'
import type { AttributionRules } from '../../../app/domain/attribution/rules.ts'
import type { Holidays } from '../../../app/domain/workingDays.ts'

/** The guides of the examples, and where they work. */
const STORE_OF = { lin: 'SH001', zhou: 'SH001', chen: 'SH002', wu: 'BJ001' } as const
type Name = keyof typeof STORE_OF
const NAMES = Object.keys(STORE_OF) as Name[]
const NAME = z.enum(NAMES as [Name, ...Name[]])

const SERVED = z.union([NAME, z.partialRecord(NAME, z.int().positive())])
const LINE = z.union([z.int(), z.strictObject({ fen: z.int(), served: z.array(SERVED) })])

/**
 * One worked example as written in the documentation. A moment is `2026-05-01` (noon) or `2026-05-01 09:59`; a touch
 * `2026-05-01 message lin [SH001]`; what came later `2026-05-03 refund 1 5000`, `… identified lin`, `… correct lin 2 zhou 1`.
 */
export const EXAMPLE = z.strictObject({
  example: z.string(),
  /** The arithmetic in words, for the reader. */
  calculation: z.string().optional(),
  bound: NAME.optional(),
  touches: z.array(z.string()).default([]),
  left: z.array(NAME).default([]),
  managers: z.record(z.string(), NAME).default({}),
  order: z.strictObject({
    paid: z.string(),
    completed: z.string().optional(),
    store: z.string().optional(),
    channel: z.enum(['online', 'offline']).default('offline'),
    buyer: z.enum(['known', 'none', 'unmatched']).default('known'),
    shared: NAME.optional(),
    lines: z.array(LINE),
  }),
  later: z.array(z.string()).default([]),
  /** Looked at then; without it a minute after the last of `order` and `later`. */
  asOf: z.string().optional(),
  settles: z.string().optional(),
  gets: z.record(z.string(), z.int()),
  passed: z.partialRecord(NAME, z.string()).optional(),
})
export type Example = z.output<typeof EXAMPLE>

export function momentOf(text: string): number {
  const [day, time = '12:00'] = text.split(' ')
  return Date.parse(`${day}T${time}:00+08:00`)
}

const idOf = (name: string) => NAMES.indexOf(name as Name) + 1
const nameOf = (guideId: number): string => NAMES[guideId - 1] ?? String(guideId)

export function peopleOf({ left, managers }: Example): PeopleOnDays {
  return {
    isGuideOn: (guideId) => !left.includes(nameOf(guideId) as Name),
    storeOfGuideOn: (guideId) => STORE_OF[nameOf(guideId) as Name],
    managerOfStoreOn: (storeCode) => (managers[storeCode] ? idOf(managers[storeCode]) : undefined),
  }
}

export function factsOf(example: Example, rules: AttributionRules, holidays: Holidays): OrderFacts {
  const { order, bound, touches, asOf } = example
  const paidAtMs = momentOf(order.paid)
  const completedAtMs = order.completed === undefined ? undefined : momentOf(order.completed)
  const later = example.later.map(readLater)
  const lastMs = Math.max(paidAtMs, ...later.map(({ atMs }) => atMs))
  const identified = later.find(({ what }) => what === 'identified')
  const boundName = bound ?? identified?.words[0]
  const ties = {
    touches: touches.map(readTouch),
    ...(boundName === undefined
      ? {}
      : { boundAtPayment: { guideId: idOf(boundName), bindingId: 1, by: 'contact_way', sinceMs: paidAtMs - 1 } }),
  }
  const known = (knownAtMs: number): BuyerFacts => ({ kind: 'known', knownAtMs, ...ties })
  return {
    orderId: 'docs/1',
    channel: order.channel,
    ...(order.store === undefined ? {} : { storeCode: order.store }),
    paidAtMs,
    settlesAtMs: freezeEndsAt({ paidAtMs, completedAtMs }, rules.freeze, holidays),
    ...(order.shared === undefined ? {} : { shared: { guideId: idOf(order.shared), name: order.shared } }),
    lines: order.lines.map(readLine),
    refunds: later.flatMap(({ atMs, what, words: [lineNo = '', fen] }, index) =>
      what === 'refund'
        ? [{ refundId: `R${index}`, refundedAtMs: atMs, lines: [{ lineNo, refundFen: Number(fen) }] }]
        : [],
    ),
    corrections: later.flatMap(({ atMs, what, words }, index) =>
      what === 'correct' ? [{ correctionId: `K${index}`, atMs, to: readHolders(words) }] : [],
    ),
    buyer: identified ? known(identified.atMs) : order.buyer === 'known' ? known(paidAtMs) : { kind: order.buyer },
    nowMs: asOf === undefined ? lastMs + 60_000 : momentOf(asOf),
  }
}

function readLater(text: string) {
  const words = text.split(' ')
  const hasTime = words[1]?.includes(':')
  const [day, time] = hasTime ? words : [words[0], '12:00']
  const [what, ...rest] = words.slice(hasTime ? 2 : 1)
  return { atMs: momentOf(`${day} ${time}`), what, words: rest }
}

function readTouch(text: string): Touch {
  const { atMs, what, words } = readLater(text)
  const [name = '', storeCode] = words
  return { guideId: idOf(name), kind: what as TouchKind, atMs, ...(storeCode === undefined ? {} : { storeCode }) }
}

function readLine(line: z.output<typeof LINE>, index: number): LineFacts {
  if (typeof line === 'number') return { lineNo: String(index + 1), paidFen: line }
  const served = line.served.flatMap((one) => Object.entries(typeof one === 'string' ? { [one]: 1 } : one))
  const named = served.map(([name, parts = 1]) => ({ guideId: idOf(name), name, parts }))
  return { lineNo: String(index + 1), paidFen: line.fen, served: named }
}

function readHolders(words: string[]): CorrectionFacts['to'] {
  return words.flatMap((word, index) => {
    if (index % 2 === 1) return []
    const parts = Number(words[index + 1])
    return [idOf(word) === 0 ? { storeCode: word, parts } : { guideId: idOf(word), parts }]
  })
}

/** Holder → fen at the end, under the names of the examples, zeros left out. */
export function heldIn(entries: readonly DatedEntry[]): Record<string, number> {
  const held: Record<string, number> = {}
  for (const { account, guideId, storeCode, amountFen } of entries) {
    if (account.startsWith('sales:')) continue
    const settled = account.endsWith(':settled') ? ' settled' : ''
    const pool = account.startsWith('store:') ? `store ${storeCode}` : account
    const holder = guideId === undefined ? pool : `${nameOf(guideId)}${settled}`
    held[holder] = (held[holder] ?? 0) + amountFen
  }
  return Object.fromEntries(Object.entries(held).filter(([, fen]) => fen !== 0))
}

export function passedIn(
  steps: readonly { code: string; guideId?: number; because?: NoClaimBecause }[],
): Record<string, string> {
  const passed = steps.flatMap(({ code, guideId = 0, because = '' }) =>
    code === 'no_claim' ? [[nameOf(guideId), because]] : [],
  )
  return Object.fromEntries(passed)
}
