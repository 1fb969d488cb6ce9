import type { TemplateCard } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'
import { addDays, businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { noticeCard } from '../../talkTracks/noticeCard.ts'
import { countOpenObjections } from '../creditCases/queries.ts'
import { countLate } from '../followUps/late/queries.ts'
import { storeNames, storesInReach } from '../staff/queries.ts'
import { boardPage, type DigestParts } from './parts.ts'
import { sayList, sayMoney, sayMoves } from './present.ts'
import { type RankMove, rankMoves } from './rankMoves.ts'

const WEEK_DAYS = 7
const LINES = ['objections', 'overdue', 'silent', 'risen', 'fallen'] as const

/** What happened yesterday in the actor's stores and what waits there. Undefined for who answers for no store. */
export async function managerDigestCard(
  deps: Deps,
  parts: DigestParts,
  actor: Actor,
  taskId?: string,
): Promise<TemplateCard | undefined> {
  const { reach } = actor
  if (reach.kind === 'none' || (reach.kind === 'stores' && reach.storeCodes.length === 0)) return undefined
  const yesterday = addDays(businessDayOf(deps.clock.nowMs()), -1)
  const [day, moves, silent, overdue, objections] = await Promise.all([
    parts.readLeaderboard(deps, actor, { from: yesterday, to: yesterday, sort: 'netFen' }),
    readMoves(deps, parts, actor, yesterday),
    readSilent(deps, parts, actor, yesterday),
    readOverdue(deps, actor),
    countOpenObjections(deps.db.read, actor),
  ])
  const facts = {
    day: `${Number(yesterday.slice(5, 7))}月${Number(yesterday.slice(8))}日`,
    net: sayMoney(day.totals.netSalesFen),
    risen: sayMoves(moves, 'up'),
    fallen: sayMoves(moves, 'down'),
    silent: sayList(silent),
    overdue: sayList(overdue),
    objections: objections === 0 ? undefined : String(objections),
  }
  const text = (name: string) => parts.cardTexts.text('manager', name, facts)
  const rows = LINES.map((name) => ({ key: text(`${name}Key`), value: text(name) }))
  const url = boardPage(deps)
  const board = { title: text('jump'), url }
  const jumps = objections === 0 ? [board] : [{ title: text('settle'), url: boardPage(deps, 'disputes') }, board]
  return noticeCard(parts.cardTexts, 'manager', { url, jumps, facts, rows, taskId })
}

/** The month's board as it stood last night against the night before; a month's first day has nothing to compare with. */
async function readMoves(deps: Deps, parts: DigestParts, actor: Actor, yesterday: string): Promise<RankMove[]> {
  const from = `${yesterday.slice(0, 8)}01`
  if (yesterday === from) return []
  const before = await parts.readLeaderboard(deps, actor, { from, to: addDays(yesterday, -1), sort: 'netFen' })
  const after = await parts.readLeaderboard(deps, actor, { from, to: yesterday, sort: 'netFen' })
  return rankMoves(before.rows, after.rows)
}

async function readSilent(deps: Deps, parts: DigestParts, actor: Actor, yesterday: string): Promise<string[]> {
  const { alerts } = await parts.showGroupBoard(deps, actor, { from: addDays(yesterday, -WEEK_DAYS), to: yesterday })
  return alerts.filter(({ kind }) => kind === 'silent').map(({ storeName }) => storeName)
}

async function readOverdue({ db }: Deps, { reach }: Actor): Promise<string[]> {
  const inStores = storesInReach(reach, 'f.store_code')
  const counts = await countLate(db.read, { state: 'overdue', inStores, sinceMs: 0 })
  const byStore = new Map<string, number>()
  for (const { storeCode, count } of counts) byStore.set(storeCode ?? '', (byStore.get(storeCode ?? '') ?? 0) + count)
  const names = await storeNames(db.read, [...byStore.keys()])
  return names
    .map(({ code, name }) => ({ name, count: byStore.get(code) ?? 0 }))
    .sort((a, b) => b.count - a.count)
    .map(({ name, count }) => `${name} ${count} 条`)
}
