import { TalkTrackOffer } from '../../db/entities/outreach.ts'
import type { Deps } from '../../deps.ts'
import type { Playbook } from '../../domain/followUps/playbook.ts'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { checkTemplate } from '../../talkTracks/checkTemplate.ts'
import { compileTemplate } from '../../talkTracks/compileTemplate.ts'
import { FACT_NAMES } from '../../talkTracks/factNames.ts'
import { guideNames } from '../staff/queries.ts'
import type { Offers, OfferView } from './offerContract.ts'
import { SAMPLE_FACTS } from './sampleFacts.ts'
import { titleOfSet } from './setTitle.ts'

type Reading = Pick<Deps, 'db' | 'talkTracks'>

const MAX_LISTED = 200

/** Operators see all offers, everybody else their own; newest first. */
export async function listOffers(
  deps: Reading,
  playbooks: readonly Playbook[],
  actor: Actor,
  state: OfferView['state'] | undefined,
): Promise<Offers> {
  const isOperator = actor.role === 'operator'
  const rows = await deps.db.read.find(TalkTrackOffer, {
    where: { ...(state ? { state } : {}), ...(isOperator ? {} : { guideId: actor.guideId }) },
    order: { id: 'DESC' },
    take: MAX_LISTED,
  })
  const guideIds = rows.map(({ guideId }) => guideId)
  const names = await guideNames(deps.db.read, guideIds)
  const sets = isOperator ? [...new Set(deps.talkTracks.all().map(({ set }) => set))].sort() : []
  return {
    rows: rows.map((row) => presentOffer(deps, row, names)),
    sets: sets.map((set) => ({ set, title: titleOfSet(deps.talkTracks, playbooks, set) })),
  }
}

/** @throws AppError NOT_FOUND */
export async function showOffer(deps: Reading, id: number): Promise<OfferView> {
  const row = await deps.db.read.findOneBy(TalkTrackOffer, { id })
  if (!row) throw new AppError('NOT_FOUND')
  return presentOffer(deps, row, await guideNames(deps.db.read, [row.guideId]))
}

function presentOffer({ talkTracks }: Reading, row: TalkTrackOffer, names: ReadonlyMap<number, string>): OfferView {
  const { id, state, title, trackSet, body, note, guideId, talkTrackId, createdAt, decidedAt } = row
  const track = talkTrackId === null ? undefined : talkTracks.find(talkTrackId)
  return {
    id,
    state,
    title,
    set: trackSet,
    body,
    text: compileTemplate(checkTemplate(body, FACT_NAMES))({ ...SAMPLE_FACTS }).text,
    guideName: names.get(guideId) ?? '',
    from: track ? { id: track.id, title: track.title, text: talkTracks.render(track.id, track.sample).text } : null,
    note,
    createdAtMs: createdAt,
    decidedAtMs: decidedAt,
  }
}
