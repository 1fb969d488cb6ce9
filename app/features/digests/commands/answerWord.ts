import type { TemplateCard } from 'wecom-sdk'
import type { Deps } from '../../../deps.ts'
import { businessDayOf } from '../../../domain/businessDay.ts'
import type { Actor } from '../../../http/actor.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { noticeCard } from '../../../talkTracks/noticeCard.ts'
import { actorOf } from '../../staff/queries.ts'
import { guideDigestCard } from '../guideCard.ts'
import { managerDigestCard } from '../managerCard.ts'
import { officeDigestCard } from '../officeCard.ts'
import { type DigestParts, guidePage } from '../parts.ts'
import { rankingCard } from '../rankingCard.ts'
import type { Word } from '../words.ts'

export interface WordAsked {
  guideId: number
  word: Word
  /** Of the callback: makes each answer a card of its own. */
  askId: number
}

/** 待办, 排行, 帮助 in the bot's chat, answered with cards. Who is nobody today gets no answer. */
export async function answerWord(
  deps: Deps,
  parts: DigestParts,
  { guideId, word, askId }: WordAsked,
  job: JobRun,
): Promise<string> {
  const actor = await actorOf(deps.db.read, guideId, businessDayOf(deps.clock.nowMs()))
  if (!actor) return 'nobody'
  const cards = await CARDS_OF[word](deps, parts, actor, `bot_${askId}`)
  await deps.db.transaction(async (tx) => {
    for (const card of cards) {
      await deps.enqueue(tx, { kind: 'followUps.sendCard', payload: { userId: actor.userId, card } })
    }
    await job.settle(tx, `${word} answered`)
  })
  return `${word} answered`
}

type Answering = (deps: Deps, parts: DigestParts, actor: Actor, taskId: string) => Promise<TemplateCard[]>

/** A manager's 待办 is what waits in the stores too, an operator's also what waits in the office. */
const todo: Answering = async (deps, parts, actor, taskId) => {
  const own = await guideDigestCard(deps, parts, actor.guideId, taskId)
  const stores = await managerDigestCard(deps, parts, actor, `${taskId}m`)
  const office = await officeDigestCard(deps, parts, actor, `${taskId}o`)
  const cards = [own, stores, office].filter((card) => card !== undefined)
  return cards.length > 0 ? cards : [plain(deps, parts, 'clear', actor, taskId)]
}

const rank: Answering = async (deps, parts, actor, taskId) => {
  const card = await rankingCard(deps, parts, actor, taskId)
  return card ? [card] : help(deps, parts, actor, taskId)
}

const help: Answering = async (deps, parts, actor, taskId) => [plain(deps, parts, 'help', actor, taskId)]

const CARDS_OF: Record<Word, Answering> = { todo, rank, help }
const HELP_LINES = ['todo', 'rank', 'help']

function plain(deps: Deps, { cardTexts }: DigestParts, card: 'clear' | 'help', { name }: Actor, taskId: string) {
  const text = (line: string) => cardTexts.text(card, line, { name })
  const rows = card === 'help' ? HELP_LINES.map((line) => ({ key: text(`${line}Key`), value: text(line) })) : []
  return noticeCard(cardTexts, card, { url: guidePage(deps), facts: { name }, rows, taskId })
}
