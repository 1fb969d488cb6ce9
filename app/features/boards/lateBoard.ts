import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { addDays, businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { countLate, type LateCount, type LateState, listLate } from '../followUps/late/queries.ts'
import { guideByUserId } from '../staff/queries.ts'
import type { LATE_QUERY, LateBoard, LateCounts } from './contract.ts'
import { type GuideFigures, readFigures, readGuideCards, readStoreNames } from './queries.ts'
import { findScope, scopeSql } from './scope.ts'

const DAY_MS = 86_400_000
/** How far back what expired is still worth a talk. */
const EXPIRED_DAYS = 14
const MAX_ROWS = 100
const NO_STORE = '没有门店'

/**
 * What waits for too long in the stores of a manager, by store and guide, and how many were done in the last 7 days.
 * @throws AppError NOT_FOUND for a region, store or guide out of reach
 */
export async function readLateBoard(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  query: z.output<typeof LATE_QUERY>,
): Promise<LateBoard> {
  const { read } = deps.db
  const nowMs = deps.clock.nowMs()
  const today = businessDayOf(nowMs)
  const scope = await findScope(read, actor.reach, query)
  const inStores = scopeSql(scope, 'f.store_code')
  const wish = (state: LateState) => ({
    ...{ state, inStores },
    sinceMs: state === 'expired' ? nowMs - EXPIRED_DAYS * DAY_MS : 0,
  })
  const [overdue, expired, { guides: figures }, names] = await Promise.all([
    countLate(read, wish('overdue')),
    countLate(read, wish('expired')),
    readFigures(read, { from: addDays(today, -6), to: today }, scope),
    readStoreNames(read),
  ])
  const guideId = await findGuide(deps, query.guide, [...overdue, ...expired, ...figures])
  const late = await listLate(read, wish(query.state), { guideId, limit: MAX_ROWS + 1 })
  const facts = { overdue, expired, figures }
  const ids = [...overdue, ...expired, ...figures, ...late].map((row) => row.guideId)
  const cards = await readGuideCards(read, [...new Set(ids)])
  const storeName = (code: string | null) => (code === null ? NO_STORE : (names.get(code) ?? code))
  const guideName = (id: number) => cards.get(id)?.name ?? ''
  const shown = late.slice(0, MAX_ROWS)
  return {
    state: query.state,
    totals: countsOf(facts, () => true),
    stores: distinct(facts, ({ storeCode }) => storeCode)
      .map((storeCode) => ({
        ...{ storeCode, storeName: storeName(storeCode) },
        ...countsOf(facts, (row) => row.storeCode === storeCode),
      }))
      .sort(byLateness),
    guides: distinct(facts, (row) => row.guideId)
      .map((id) => ({
        ...{ guideUserId: cards.get(id)?.userId ?? '', guideName: guideName(id) },
        storeName: storeName(storeOf(facts, id)),
        ...countsOf(facts, (row) => row.guideId === id),
      }))
      .sort(byLateness),
    rows: shown.map(({ guideId: id, storeCode, ...row }) => ({
      ...row,
      ...{ guideName: guideName(id), storeName: storeName(storeCode) },
    })),
    hasMore: late.length > MAX_ROWS,
    dataAsOfMs: nowMs,
  }
}

interface Facts {
  overdue: readonly LateCount[]
  expired: readonly LateCount[]
  figures: readonly GuideFigures[]
}
interface Place {
  guideId: number
  storeCode: string | null
}

/** A guide of whom nothing is in view is nobody to the asker. */
async function findGuide(
  { db }: Pick<Deps, 'db'>,
  userId: string | undefined,
  inView: readonly Place[],
): Promise<number | undefined> {
  if (userId === undefined) return undefined
  const guide = await guideByUserId(db.read, userId)
  if (!guide || !inView.some(({ guideId }) => guideId === guide.id)) throw new AppError('NOT_FOUND')
  return guide.id
}

function distinct<Key>({ overdue, expired, figures }: Facts, keyOf: (row: Place) => Key): Key[] {
  const worked = figures.filter(({ followUpsDue }) => followUpsDue > 0)
  return [...new Set([...overdue, ...expired, ...worked].map(keyOf))]
}

function storeOf({ overdue, expired, figures }: Facts, guideId: number): string | null {
  return [...overdue, ...expired, ...figures].find((row) => row.guideId === guideId)?.storeCode ?? null
}

function countsOf({ overdue, expired, figures }: Facts, isWanted: (row: Place) => boolean): LateCounts {
  const countOf = (rows: readonly LateCount[]) => rows.filter(isWanted).reduce((sum, { count }) => sum + count, 0)
  const own = figures.filter(isWanted)
  const sumOf = (key: 'followUpsDue' | 'followUpsDone' | 'followUpsOnTime') =>
    own.reduce((sum, row) => sum + row[key], 0)
  return {
    overdue: countOf(overdue),
    expired: countOf(expired),
    due: sumOf('followUpsDue'),
    done: sumOf('followUpsDone'),
    onTime: sumOf('followUpsOnTime'),
  }
}

function byLateness(a: LateCounts, b: LateCounts): number {
  return b.overdue - a.overdue || b.expired - a.expired || b.due - a.due
}
