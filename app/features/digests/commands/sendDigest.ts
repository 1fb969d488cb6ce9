import type { TemplateCard } from 'wecom-sdk'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import { digestAtMs, digestKey } from '../../../domain/followUps/digestTime.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { actorOf, isOffOn } from '../../staff/queries.ts'
import { guideDigestCard } from '../guideCard.ts'
import { managerDigestCard } from '../managerCard.ts'
import { officeDigestCard } from '../officeCard.ts'
import type { DigestParts } from '../parts.ts'

export interface DigestOf {
  guideId: number
  day: string
}

/** After a while the cards of the morning have said it all. */
const LATEST_MS = 30 * 60_000

/** The morning's word to a guide, read afresh; nothing on a day off, and nothing when nobody waits. */
export async function sendGuideDigest(
  deps: Deps,
  parts: DigestParts,
  { guideId, day }: DigestOf,
  job: JobRun,
): Promise<string> {
  const nowMs = deps.clock.nowMs()
  if (nowMs > digestAtMs(day, guideId, deps.rules.cadence) + LATEST_MS) return 'the morning is over'
  const actor = await actorAtWork(deps, guideId, day)
  if (!actor) return 'not at work'
  const card = await guideDigestCard(deps, parts, guideId)
  return hand(deps, job, { userId: actor.userId, card, dedupeKey: digestKey(guideId, day) })
}

type Send = (deps: Deps, parts: DigestParts, digest: DigestOf, job: JobRun) => Promise<string>

/** Yesterday in the stores of a manager; on their own days at work. */
export const sendManagerDigest: Send = daily('manager', managerDigestCard)

/** What waits for an operator; on their own days at work. */
export const sendOfficeDigest: Send = daily('office', officeDigestCard)

function daily(name: string, make: typeof managerDigestCard): Send {
  return async (deps, parts, { guideId, day }, job) => {
    if (businessDayOf(deps.clock.nowMs()) !== day) return 'the day is over'
    const actor = await actorAtWork(deps, guideId, day)
    if (!actor) return 'not at work'
    const card = await make(deps, parts, actor)
    return hand(deps, job, { userId: actor.userId, card, dedupeKey: `${name}-${digestKey(guideId, day)}` })
  }
}

async function actorAtWork({ db }: Deps, guideId: number, day: string) {
  return (await isOffOn(db.read, guideId, day)) ? undefined : actorOf(db.read, guideId, day)
}

interface Handing {
  userId: string
  card: TemplateCard | undefined
  dedupeKey: string
}

async function hand(deps: Deps, job: JobRun, { userId, card, dedupeKey }: Handing): Promise<string> {
  if (!card) return 'nothing to say'
  await deps.db.transaction(async (tx) => {
    await deps.enqueue(tx, { kind: 'followUps.sendCard', payload: { userId, card }, dedupeKey })
    await job.settle(tx, 'card queued')
  })
  return 'card queued'
}
