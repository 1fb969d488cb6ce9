import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import { RFM_SEGMENTS } from '../../domain/lifecycle/rfm.ts'
import type { Actor } from '../../http/actor.ts'
import { isValidOn } from '../../talkTracks/chooseTracks.ts'
import { guidesOnDay } from '../staff/queries.ts'
import type { SegmentChoices } from './contract.ts'
import { RFM_TITLES, STAGE_TITLES } from './present.ts'
import { isForSegments } from './sentences.ts'

const MOST = 500

/** What the lists of the filter offer: words that occur, guides of the asker's own stores. */
export async function listChoices(
  deps: Pick<Deps, 'db' | 'clock' | 'talkTracks'>,
  playbooks: readonly Playbook[],
  { reach }: Actor,
): Promise<SegmentChoices> {
  const { read } = deps.db
  const tiers: { tier: string }[] = await read.query(
    `SELECT DISTINCT tier FROM members WHERE tier <> '' ORDER BY tier LIMIT 50`,
  )
  const tags: SegmentChoices['tags'] = await read.query(
    `SELECT tag_id AS id, name AS title, group_name AS groupName FROM corp_tags WHERE is_deleted = 0
     ORDER BY group_name, sort DESC, tag_id LIMIT ${MOST}`,
  )
  const products: { id: string; title: string; category: string }[] = await read.query(
    `SELECT code AS id, name AS title, category FROM products ORDER BY category, code LIMIT ${MOST}`,
  )
  const guides = await guidesOnDay(read, businessDayOf(deps.clock.nowMs()))
  const isMine = (storeCode: string | null) =>
    reach.kind === 'all' || (reach.kind === 'stores' && storeCode !== null && reach.storeCodes.includes(storeCode))
  const mine = new Map(
    guides
      .filter(({ role, storeCode }) => (role === 'guide' || role === 'store_manager') && isMine(storeCode))
      .map(({ userId, name }) => [userId, name]),
  )
  const forSegments = playbooks.filter(({ trigger }) => trigger.on === 'segment')
  return {
    stages: STAGE_TITLES.map(([id, title]) => ({ id, title })),
    rfm: RFM_SEGMENTS.map((id) => ({ id, title: RFM_TITLES[id] })),
    tiers: tiers.map(({ tier }) => tier),
    tags,
    categories: [...new Set(products.map(({ category }) => category))],
    products: products.map(({ id, title }) => ({ id, title })),
    guides: [...mine].map(([id, title]) => ({ id, title })),
    playbooks: forSegments.map(({ id, title }) => ({ id, title })),
    talkTrackSets: setsOf(deps),
    talkTracks: toManyOf(deps, businessDayOf(deps.clock.nowMs())),
  }
}

function toManyOf({ talkTracks }: Pick<Deps, 'talkTracks'>, day: string): SegmentChoices['talkTracks'] {
  return talkTracks
    .all()
    .filter(
      (track) => isForSegments(track.set) && isValidOn(track, day) && talkTracks.render(track.id, {}).kind === 'ready',
    )
    .map(({ id, title }) => ({ id, title }))
}

/** Sets of sentences for one customer, each under the title of its track for everybody. */
function setsOf({ talkTracks }: Pick<Deps, 'talkTracks'>): SegmentChoices['talkTrackSets'] {
  const titles = new Map<string, string>()
  for (const { set, title } of talkTracks.all()) if (!titles.has(set) && isForSegments(set)) titles.set(set, title)
  return [...titles].map(([id, title]) => ({ id, title }))
}
