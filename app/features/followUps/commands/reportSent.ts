import { createHash } from 'node:crypto'
import type { Tx } from '../../../db/database.ts'
import type { SendRecord } from '../../../db/entities/followUps.ts'
import type { Deps } from '../../../deps.ts'
import type { Actor } from '../../../http/actor.ts'
import { AppError } from '../../../http/errors.ts'
import { hasGap } from '../../../talkTracks/factNames.ts'
import { knowsRecipient, type Recipient } from '../../talkTracks/queries.ts'
import type { FollowUpView, SentReport } from '../contract.ts'
import { insertSend } from '../store.ts'
import { type ActOutcome, actOnFollowUp } from './actOnFollowUp.ts'

/**
 * The page reports how a send ended. Only `ok` closes the follow-up; what was said is kept to the letter, with the
 * talk track it came from. A report under the same client key is the same send.
 * @throws AppError TALK_TRACK_UNFILLED when the text still holds a gap
 */
export async function reportSent(
  deps: Deps,
  actor: Actor,
  view: FollowUpView,
  report: SentReport,
): Promise<ActOutcome> {
  const text = textOf(report, view.talkTrack?.text)
  const clientKey = report.clientKey ?? `follow-up-${view.id}-${view.dueAtMs}-${report.result}`
  const talkTrackId = report.talkTrackId ?? view.talkTrack?.id
  return actOnFollowUp(deps, {
    followUpId: view.id,
    guideId: actor.guideId,
    act: { kind: 'sent', result: report.result },
    also: async (tx) => {
      // A bare repeat on a closed one: its text was stored the first time.
      if (report.text === undefined && view.talkTrack === null) return
      const row = sendRow(deps, actor, { ...report, text, clientKey, talkTrackId })
      const about = { followUpId: view.id, externalUserId: view.externalUserId, purpose: view.purpose }
      await keepSend(tx, deps, { ...row, kind: 'chat', ...about })
    },
  })
}

export type FreeSend = Omit<SentReport, 'clientKey' | 'text'> & { clientKey: string; text: string }

/** A talk track sent without a follow-up, to somebody the guide knows. */
export async function reportFreeSend(deps: Deps, actor: Actor, to: Recipient, report: FreeSend): Promise<void> {
  if (!(await knowsRecipient(deps, actor, to))) throw new AppError('NOT_FOUND')
  const row = sendRow(deps, actor, { ...report, text: textOf(report, undefined) })
  const recipient = 'chatId' in to ? { kind: 'group' as const, chatId: to.chatId } : { kind: 'chat' as const, ...to }
  await deps.db.transaction((tx) => keepSend(tx, deps, { ...row, ...recipient }))
}

/** What reached a customer is told: it takes a place in their contact budget. */
async function keepSend(tx: Tx, deps: Pick<Deps, 'emit'>, row: Omit<SendRecord, 'id'>): Promise<void> {
  const sendId = await insertSend(tx, row)
  if (sendId === undefined || row.result !== 'ok' || row.externalUserId === null) return
  await deps.emit(tx, { name: 'SentenceSent', sendId, externalUserId: row.externalUserId, atMs: row.at })
}

/** What was not sent may hold gaps; nothing leaves with one. */
function textOf({ text, result }: Pick<SentReport, 'text' | 'result'>, suggested: string | undefined): string {
  const said = text ?? suggested ?? ''
  if (result === 'ok' && hasGap(said)) throw new AppError('TALK_TRACK_UNFILLED')
  return said
}

function sendRow(deps: Deps, actor: Actor, report: FreeSend) {
  const track = report.talkTrackId ? deps.talkTracks.find(report.talkTrackId) : undefined
  return {
    // Keys are made by pages: hashed together with the guide, one guide's key cannot swallow another's send.
    clientKey: createHash('sha256').update(`${actor.guideId}:${report.clientKey}`).digest('hex'),
    followUpId: null,
    externalUserId: null,
    chatId: null,
    guideId: actor.guideId,
    talkTrackId: track?.id ?? null,
    templateHash: track?.hash ?? null,
    body: report.text,
    isEdited: report.isEdited,
    result: report.result,
    failure: report.failure ?? '',
    jobId: null,
    purpose: 'service' as const,
    guideLevel: actor.level,
    storeCode: actor.storeCodes[0] ?? null,
    outcomeOrderId: null,
    outcomeAnswer: null,
    at: deps.clock.nowMs(),
  }
}
