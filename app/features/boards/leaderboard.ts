import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { rankRows } from '../../domain/boards/rankRows.ts'
import { businessDayOf, daysBetween } from '../../domain/businessDay.ts'
import { compareKeys } from '../../domain/money.ts'
import type { Actor } from '../../http/actor.ts'
import type { LEADERBOARD_QUERY, Leaderboard, LeaderboardRow } from './contract.ts'
import { checkPeriod } from './period.ts'
import {
  type Figures,
  type GuideCard,
  type GuideFigures,
  readContactDataDay,
  readFigures,
  readGuideCards,
  readStoreNames,
  readWorking,
} from './queries.ts'
import { findScope } from './scope.ts'

/** A guide with fewer days since their first one is shown as 新入职 and takes nobody's place. */
const NEWCOMER_DAYS = 7

export type LeaderboardFilter = z.output<typeof LEADERBOARD_QUERY>
type BoardDeps = Pick<Deps, 'db' | 'clock'>
type Row = LeaderboardRow & { isNewcomer: boolean }

/**
 * Net sales per guide from the day roll-ups. Σ rows + store pools + unattributed = net sales of what is in view:
 * everything for a reach over all stores without a filter, else the stores in view.
 */
export async function readLeaderboard(deps: BoardDeps, actor: Actor, filter: LeaderboardFilter): Promise<Leaderboard> {
  checkPeriod(filter)
  const { read } = deps.db
  const nowMs = deps.clock.nowMs()
  const scope = await findScope(read, actor.reach, filter)
  const [{ guides: figures, pools }, working, storeNames, contactDataDay] = await Promise.all([
    readFigures(read, filter, scope),
    readWorking(read, filter, scope),
    readStoreNames(read),
    readContactDataDay(read),
  ])
  const guideIds = [...new Set([...figures, ...working].map((row) => row.guideId))]
  const cards = await readGuideCards(read, guideIds)
  const rows = makeRows({
    guideIds,
    cards,
    figures,
    working,
    storeNames,
    asOf: earlierDay(filter.to, businessDayOf(nowMs)),
  })
  const inNameOrder = rows.sort((a, b) => compareKeys(a.guideUserId, b.guideUserId))
  const { from, to, sort } = filter
  return {
    ...{ from, to, contactDataDay, dataAsOfMs: nowMs },
    rows: rankRows(inNameOrder, sort),
    totals: totalsOf(rows, pools),
  }
}

interface RowParts {
  guideIds: number[]
  cards: ReadonlyMap<number, GuideCard>
  figures: GuideFigures[]
  working: { guideId: number; storeCode: string | null }[]
  storeNames: ReadonlyMap<string, string>
  asOf: string
}

function makeRows({ guideIds, cards, figures, working, storeNames, asOf }: RowParts): Row[] {
  const figuresOf = figuresByGuide(figures)
  // Newest assignment first, so the newest is set last and stays.
  const storeOf = new Map(working.toReversed().map((row) => [row.guideId, row.storeCode]))
  return guideIds.flatMap((guideId): Row[] => {
    const card = cards.get(guideId)
    if (!card) return []
    const own = figuresOf.get(guideId) ?? []
    const storeCode = storeOf.get(guideId) ?? own[0]?.storeCode ?? null
    const totals = addFigures(own)
    return [
      {
        ...{ rank: null, guideUserId: card.userId, guideName: card.name, storeCode },
        storeName: storeCode === null ? null : (storeNames.get(storeCode) ?? storeCode),
        netFen: totals.onlineFen + totals.offlineFen,
        ...totals,
        isNewcomer: card.firstDay !== null && daysBetween(card.firstDay, asOf) < NEWCOMER_DAYS,
      },
    ]
  })
}

/** Looking through all rows for each guide would cost guides squared. */
function figuresByGuide(figures: readonly GuideFigures[]): Map<number, GuideFigures[]> {
  const byGuide = new Map<number, GuideFigures[]>()
  for (const row of figures) {
    const own = byGuide.get(row.guideId)
    if (own) own.push(row)
    else byGuide.set(row.guideId, [row])
  }
  return byGuide
}

/** Days are texts that sort as they follow each other. */
function earlierDay(a: string, b: string): string {
  const [first = a] = [a, b].sort()
  return first
}

function addFigures(rows: readonly GuideFigures[]): Figures {
  const total = (figure: keyof Figures) => rows.reduce((sum, row) => sum + row[figure], 0)
  return {
    onlineFen: total('onlineFen'),
    offlineFen: total('offlineFen'),
    refundFen: total('refundFen'),
    orders: total('orders'),
    newCustomers: total('newCustomers'),
    lostCustomers: total('lostCustomers'),
    followUpsDue: total('followUpsDue'),
    followUpsDone: total('followUpsDone'),
    followUpsOnTime: total('followUpsOnTime'),
  }
}

function totalsOf(rows: readonly Row[], pools: { storePoolFen: number; unattributedFen: number }) {
  const total = (figure: 'netFen' | 'onlineFen' | 'offlineFen' | 'refundFen') =>
    rows.reduce((sum, row) => sum + row[figure], 0)
  const netFen = total('netFen')
  return {
    netFen,
    onlineFen: total('onlineFen'),
    offlineFen: total('offlineFen'),
    refundFen: total('refundFen'),
    ...pools,
    netSalesFen: netFen + pools.storePoolFen + pools.unattributedFen,
  }
}
