import type { TemplateCard } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import { noticeCard } from '../../talkTracks/noticeCard.ts'
import type { LeaderboardRow } from '../boards/contract.ts'
import { storesUnderRegion } from '../staff/queries.ts'
import { boardPage, type DigestParts, guidePage } from './parts.ts'
import { sayMoney } from './present.ts'

const SHOWN = 3

/**
 * This month so far: one's own rank in the region with those around it, and in the store. A manager without a rank of
 * their own sees the first three of their stores. Undefined for who works in no store.
 */
export async function rankingCard(
  deps: Deps,
  parts: DigestParts,
  actor: Actor,
  taskId: string,
): Promise<TemplateCard | undefined> {
  const ground = await groundOf(deps, actor)
  if (!ground) return undefined
  const today = businessDayOf(deps.clock.nowMs())
  const filter = { from: `${today.slice(0, 8)}01`, to: today, sort: 'netFen' } as const
  const { rows, totals } = await parts.readLeaderboard(deps, { ...actor, reach: ground.reach }, filter)
  const at = rows.findIndex(({ guideUserId }) => guideUserId.toLowerCase() === actor.userId.toLowerCase())
  const own = rows[at]
  const from = Math.max(0, Math.min(at - 1, rows.length - SHOWN))
  const facts = {
    place: ground.place,
    figure: own ? (own.rank === null ? '新入职' : `第 ${own.rank} 名`) : sayMoney(totals.netFen),
    storeRank: own && rankInStore(rows, own),
  }
  const text = (name: string, more = {}) => parts.cardTexts.text('ranking', name, { ...facts, ...more })
  const lines = rows.slice(from, from + SHOWN).map(({ rank, guideName, netFen }) => {
    const said = { rank: rank === null ? undefined : String(rank), guideName, net: sayMoney(netFen) }
    return { key: text('rowKey', said), value: text('row', said) }
  })
  lines.push({ key: text('storeKey'), value: text('store') })
  const url = actor.reach.kind === 'none' ? guidePage(deps) : boardPage(deps)
  return noticeCard(parts.cardTexts, 'ranking', { url, facts, rows: lines, taskId })
}

interface Ground {
  place: string
  reach: Actor['reach']
}

/** Guides are ranked among the guides of their region; managers look at what they answer for. */
async function groundOf({ db }: Deps, actor: Actor): Promise<Ground | undefined> {
  if (actor.reach.kind === 'all') return { place: '全部门店', reach: actor.reach }
  if (actor.reach.kind === 'stores') return { place: '负责门店', reach: actor.reach }
  const [region]: { name: string; path: string }[] = await db.read.query(
    'SELECT r.name AS name, r.path AS path FROM stores s JOIN regions r ON r.code = s.region_code WHERE s.code = ?',
    [actor.storeCodes[0] ?? ''],
  )
  if (!region) return undefined
  return { place: region.name, reach: { kind: 'stores', storeCodes: await storesUnderRegion(db.read, region.path) } }
}

function rankInStore(rows: readonly LeaderboardRow[], own: LeaderboardRow): string | undefined {
  const ranked = rows.filter(({ storeCode, rank }) => storeCode === own.storeCode && rank !== null)
  if (own.rank === null || own.storeCode === null) return undefined
  const above = ranked.filter(({ netFen }) => netFen > own.netFen).length
  return `第 ${above + 1} 名，共 ${ranked.length} 人`
}
