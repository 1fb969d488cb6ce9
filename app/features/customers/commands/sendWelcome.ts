import { WeComError } from 'wecom-sdk'
import { SendRecord } from '../../../db/entities/followUps.ts'
import { insertOnce } from '../../../db/statements.ts'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { JobRun } from '../../../jobs/types.ts'
import type { RenderedTalkTrack } from '../../../talkTracks/types.ts'
import { actorOf, guideByUserId, storeNames } from '../../staff/queries.ts'

export interface WelcomeOrder {
  welcomeCode: string
  codeHash: string
  userId: string
  externalUserId: string
  /** Product clock. */
  deadlineMs: number
}

/**
 * Sends the one welcome a code allows. A crash between call and settlement is harmless: the code works once, so the
 * second try is told that the welcome is over.
 * @returns how it ended, for the job's row
 */
export async function sendWelcome(deps: Deps, order: WelcomeOrder, job: JobRun): Promise<string> {
  const nowMs = deps.clock.nowMs()
  if (nowMs >= order.deadlineMs) return 'too_late'
  const words = await welcomeWords(deps, order.userId, businessDayOf(nowMs))
  if (!words) return 'no_words'
  await job.markCall()
  deps.crashPoint('welcome.beforeCall')
  const failure = await callWeCom(deps, order.welcomeCode, words.rendered.text)
  deps.crashPoint('welcome.afterCall')
  // On a second try "already delivered" is our own first one.
  const isOurs = failure === 'welcome_41051' && job.calledAtMs !== undefined
  const outcome = failure === undefined || isOurs ? 'sent' : failure
  await deps.db.transaction(async (tx) => {
    const { track, text } = words.rendered
    await insertOnce(tx, SendRecord, {
      clientKey: `welcome:${order.codeHash}`,
      kind: 'welcome',
      followUpId: null,
      externalUserId: order.externalUserId,
      chatId: null,
      guideId: words.guideId,
      talkTrackId: track.id,
      templateHash: track.hash,
      body: text,
      isEdited: false,
      result: outcome === 'sent' ? 'ok' : 'fail',
      failure: outcome === 'sent' ? '' : outcome,
      jobId: job.id,
      at: nowMs,
    })
    await job.settle(tx, outcome)
  })
  return outcome
}

/** Undefined: sent. 41050 too late, 41051 already welcomed or chatting, 41053 not agreed to archiving: over, no retry. */
async function callWeCom(deps: Deps, welcomeCode: string, content: string): Promise<string | undefined> {
  try {
    await deps.wecom.sendWelcomeMsg({ welcome_code: welcomeCode, text: { content } })
    return undefined
  } catch (error) {
    if (error instanceof WeComError && error.meaning === 'welcome_over') return `welcome_${error.errcode}`
    throw error
  }
}

interface WelcomeWords {
  guideId: number
  rendered: Extract<RenderedTalkTrack, { kind: 'ready' }>
}

/** The best welcome track whose gaps are all filled, without waiting for the customer's profile. */
async function welcomeWords(deps: Deps, userId: string, day: string): Promise<WelcomeWords | undefined> {
  const guide = await guideByUserId(deps.db.read, userId)
  const actor = guide && (await actorOf(deps.db.read, guide.id, day))
  if (!guide || !actor) return undefined
  const [store] = await storeNames(deps.db.read, actor.storeCodes.slice(0, 1))
  const facts = { guideName: guide.name, ...(store ? { storeName: store.name } : {}) }
  for (const track of deps.talkTracks.choose({ set: 'welcome', channel: 'any', level: actor.level, day })) {
    const rendered = deps.talkTracks.render(track.id, facts)
    if (rendered.kind === 'ready') return { guideId: guide.id, rendered }
  }
  return undefined
}
