import { createHash } from 'node:crypto'
import { FollowUp } from '../../../db/entities/followUps.ts'
import { TalkTrackOffer } from '../../../db/entities/outreach.ts'
import type { Deps } from '../../../deps.ts'
import type { Playbook } from '../../../domain/followUps/playbook.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { hasGap } from '../../../talkTracks/factNames.ts'
import { plainText } from '../../../talkTracks/plainText.ts'
import { textToTemplate } from '../../../talkTracks/textToTemplate.ts'
import type { TalkTrackFacts } from '../../../talkTracks/types.ts'
import { callsByName, unwelcomeIn } from '../../../talkTracks/unwelcome.ts'
import type { OfferInput } from '../offerContract.ts'
import { insertOffer } from '../offerStore.ts'
import { knowsRecipient, speechFor } from '../queries.ts'

const MAX_OPEN = 20

/**
 * Offers a guide's own words to everybody; an operator decides. What is known of the customer leaves the text here,
 * before it is stored.
 * @returns the offer's id; the same client key is the same offer
 * @throws AppError NOT_FOUND for a follow-up, customer or talk track that is not theirs, RULE for words that cannot be
 * everybody's, TOO_MANY beyond 20 undecided ones
 */
export async function offerTrack(
  deps: Deps,
  playbooks: readonly Playbook[],
  actor: Actor,
  input: OfferInput,
): Promise<number> {
  const { facts, set } = await gatherOccasion(deps, playbooks, actor, input)
  const body = bodyOf(input.text, facts)
  const title = plainText(input.title, 20)
  if (title === '' || unwelcomeIn(title)) throw new AppError('RULE', undefined, '换一个标题')
  return deps.db.transaction(async (tx) => {
    const clientKey = createHash('sha256').update(`${actor.guideId}:${input.clientKey}`).digest('hex')
    const known = await tx.findOneBy(TalkTrackOffer, { clientKey })
    if (known) return known.id
    const open = await tx.countBy(TalkTrackOffer, { guideId: actor.guideId, state: 'open' })
    if (open >= MAX_OPEN) throw new AppError('TOO_MANY', undefined, `还有 ${open} 条没有回音，先等等`)
    const undecided = { state: 'open', decidedBy: null, decidedAt: null, note: '' } as const
    const about = { guideId: actor.guideId, talkTrackId: input.talkTrackId ?? null, trackSet: set, title, body }
    return (await insertOffer(tx, { clientKey, ...about, ...undecided, createdAt: deps.clock.nowMs() })).id
  })
}

/** To whom it was said and about what: the facts that stand in the text, and the set it belongs to. */
async function gatherOccasion(
  deps: Deps,
  playbooks: readonly Playbook[],
  actor: Actor,
  { followUpId, externalUserId, talkTrackId }: OfferInput,
): Promise<{ facts: TalkTrackFacts; set: string }> {
  const track = talkTrackId === undefined ? undefined : deps.talkTracks.find(talkTrackId)
  if (talkTrackId !== undefined && !track) throw new AppError('NOT_FOUND')
  const row =
    followUpId === undefined
      ? undefined
      : await deps.db.read.findOneBy(FollowUp, { id: followUpId, guideId: actor.guideId })
  if (row === null) throw new AppError('NOT_FOUND')
  const to = row?.externalUserId ?? externalUserId
  if (to === undefined) throw new AppError('BAD_REQUEST', undefined, '请从一次发送里推荐')
  if (!row && !(await knowsRecipient(deps, actor, { externalUserId: to }))) throw new AppError('NOT_FOUND')
  const { facts } = await speechFor(deps, actor.guideId, to, row ? topicOf(row, playbooks) : {})
  return { facts, set: track?.set ?? row?.talkTrackSet ?? '' }
}

function topicOf({ trackId, playbookId, stepId, reasonData }: FollowUp, playbooks: readonly Playbook[]) {
  const step = playbooks.find(({ id }) => id === playbookId)?.steps.find(({ id }) => id === stepId)
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const { productName, anchorDay } = reasonData
  return { trackId, offer: step?.offer, productName: text(productName), anchorDay: text(anchorDay) }
}

const REFUSED = {
  number: '里面有号码，去掉再推荐',
  link: '里面有链接或地址，去掉再推荐',
}

function bodyOf(text: string, facts: TalkTrackFacts): string {
  if (hasGap(text)) throw new AppError('TALK_TRACK_UNFILLED')
  const printable = text
    .split(/\r\n?|\n/)
    .map((line) => plainText(line, Number.POSITIVE_INFINITY))
    .join('\n')
  const body = textToTemplate(printable, facts)
  if (body === undefined || body === '') throw new AppError('RULE', undefined, '里面有做不成话术的符号，去掉再推荐')
  const unwelcome = unwelcomeIn(body)
  if (unwelcome) throw new AppError('RULE', undefined, REFUSED[unwelcome])
  if (callsByName(body, facts.customerName ?? ''))
    throw new AppError('RULE', undefined, '里面还叫着客户的名字，改成“您”再推荐')
  return body
}
