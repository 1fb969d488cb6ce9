import type { LedgerEntry, LedgerPosting } from '../../db/entities/ledger.ts'
import { formatYuan } from '../../domain/money.ts'
import type { ChapterView } from './contract.ts'
import { holder, type Names, storeName } from './namesInWords.ts'

/** A fact of a closed month counts in a later one. */
export function bookedIn(postings: readonly LedgerPosting[]): string {
  const late = postings.find(({ occurredOn, bookedOn }) => occurredOn.slice(0, 7) !== bookedOn.slice(0, 7))
  if (!late) return ''
  return `${monthText(late.occurredOn)}已结账，计入${monthText(late.bookedOn)}`
}

const monthText = (day: string) => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月`

/** What the end of the freeze made of pending amounts, by guide: what came in less what went back. */
export function settledInWords(entries: readonly LedgerEntry[], names: Names): string[] {
  const settled = entries.filter(({ account }) => account.endsWith(':settled'))
  if (!settled.some(({ amountFen }) => amountFen > 0) || movesOf(entries, null, names).length > 0) return []
  const sums = new Map<string, number>()
  for (const entry of settled) {
    const name = holder(entry, names)
    sums.set(name, (sums.get(name) ?? 0) + entry.amountFen)
  }
  const parts = [...sums].filter(([, amountFen]) => amountFen !== 0)
  if (parts.length === 0) return []
  return [`结算：${parts.map(([name, amountFen]) => `${name} ${formatYuan(amountFen)}`).join('、')}`]
}

/** Why a part counts in another store than that of the order. */
export function elsewhereInWords(entries: readonly LedgerEntry[], orderStore: string | null, names: Names): string[] {
  const gained = entries.filter(({ guideId, amountFen }) => guideId !== null && amountFen > 0)
  const sentences = gained.flatMap(({ account, storeCode, ...entry }) =>
    storeCode === null || storeCode === orderStore || account.endsWith(':settled')
      ? []
      : `${holder({ account, ...entry }, names)}当天属于${storeName(storeCode, names)}，业绩记在那里`,
  )
  return [...new Set(sentences)]
}

/** By holder; what only went from pending to settled is nobody's gain or loss. */
export function movesOf(
  entries: readonly LedgerEntry[],
  orderStore: string | null,
  names: Names,
): ChapterView['moves'] {
  const sums = new Map<string, { name: string; amountFen: number }>()
  for (const entry of entries) {
    if (entry.account.startsWith('sales:')) continue
    const { guideId, account, storeCode } = entry
    const key = guideId === null ? account : `${guideId}/${storeCode}`
    const isElsewhere = guideId !== null && storeCode !== null && storeCode !== orderStore
    const where = isElsewhere ? `（记在${storeName(storeCode, names)}）` : ''
    const amountFen = (sums.get(key)?.amountFen ?? 0) + entry.amountFen
    sums.set(key, { name: `${holder(entry, names)}${where}`, amountFen })
  }
  return [...sums.values()].filter(({ amountFen }) => amountFen !== 0)
}
