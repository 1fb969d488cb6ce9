import type { FollowUp } from '../../db/entities/followUps.ts'
import type { Deps } from '../../deps.ts'
import { businessDayOf } from '../../domain/businessDay.ts'
import type { Actor } from '../../http/actor.ts'
import type { RenderedTalkTrack } from '../../talkTracks/types.ts'
import { type Speech, speechFor } from '../talkTracks/queries.ts'
import { stepOf } from './asks.ts'
import type { FollowUpContent } from './loadPlaybooks.ts'
import { reasonDataOf } from './present.ts'

/** What a sentence is made of; `playbooks` say which benefit the step may name. */
export type Wording = Pick<Deps, 'db' | 'clock' | 'talkTracks' | 'rules'> & Pick<FollowUpContent, 'playbooks'>
type Level = Actor['level']

/** Facts of the customer, with what the follow-up itself is about in front of what was bought last. */
export function speechOfFollowUp(deps: Wording, row: FollowUp): Promise<Speech> {
  const { productName, anchorDay } = reasonDataOf(row)
  const { offer } = stepOf(deps.playbooks, row) ?? {}
  return speechFor(deps, row.guideId, row.externalUserId, { trackId: row.trackId, offer, productName, anchorDay })
}

/** The whole fallback chain for this follow-up, filled in, most fitting first. */
export function chainOf(
  { talkTracks, clock }: Pick<Deps, 'talkTracks' | 'clock'>,
  row: Pick<FollowUp, 'externalUserId' | 'talkTrackSet' | 'reasonData'>,
  level: Level,
  { facts, ...fit }: Speech,
): RenderedTalkTrack[] {
  const { channel } = reasonDataOf(row)
  const chain = talkTracks.choose({
    set: row.talkTrackSet,
    channel: channel === 'online' || channel === 'offline' ? channel : 'any',
    level,
    ...fit,
    variantKey: row.externalUserId,
    day: businessDayOf(clock.nowMs()),
  })
  return chain.map(({ id }) => talkTracks.render(id, facts))
}

/** What the guide chose, else the first of the fallback chain that can be sent as it is; else the best, with its gaps. */
export function sentenceOf(
  deps: Pick<Deps, 'talkTracks' | 'clock'>,
  row: Parameters<typeof chainOf>[1] & Partial<Pick<FollowUp, 'chosenTrackId'>>,
  level: Level,
  speech: Speech,
): RenderedTalkTrack | undefined {
  const rendered = chainOf(deps, row, level, speech)
  const ready = rendered.filter(({ kind }) => kind === 'ready')
  return ready.find(({ track }) => track.id === row.chosenTrackId) ?? ready[0] ?? rendered[0]
}

/** The next that can be sent as it is, after the one that was seen; round again after the last. */
export function otherTrackId(
  deps: Pick<Deps, 'talkTracks' | 'clock'>,
  row: Parameters<typeof chainOf>[1],
  level: Level,
  speech: Speech,
  seenTrackId: string,
): string | undefined {
  const ready = chainOf(deps, row, level, speech).filter(({ kind }) => kind === 'ready')
  const at = ready.findIndex(({ track }) => track.id === seenTrackId)
  return ready[(at + 1) % ready.length]?.track.id
}
