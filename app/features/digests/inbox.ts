import type { WeComCallback } from 'wecom-sdk'
import type { CallbackHandler, CallbackHandlers } from '../reactions.ts'
import { guideByUserId } from '../staff/queries.ts'
import { wordOf } from './words.ts'

type Written = Extract<WeComCallback, { kind: 'message_text' }>

const MINUTE_MS = 60_000
/** What is not understood is answered this seldom: two machines that write to each other soon fall silent. */
const HELP_EVERY_MS = 10 * MINUTE_MS

/** A word to the app. The text itself is read and forgotten; strangers and leavers get nothing. */
const textWritten: CallbackHandler = async (deps, callback, item) => {
  const { userId, content } = callback as Written
  const guide = await guideByUserId(deps.db.read, userId)
  const word = wordOf(content)
  const every = word ? MINUTE_MS : HELP_EVERY_MS
  await deps.db.transaction(async (tx) => {
    await item.settle(tx)
    if (guide?.state !== 'active') return
    await deps.enqueue(tx, {
      kind: 'digests.answer',
      payload: { guideId: guide.id, word: word ?? 'help', askId: item.id },
      dedupeKey: `digests.answer:${guide.id}:${word ?? 'unknown'}:${Math.floor(deps.clock.nowMs() / every)}`,
    })
  })
}

export const digestsInbox: CallbackHandlers = { message_text: textWritten }
