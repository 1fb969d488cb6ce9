import type { FollowUpChanged } from '../../app/features/followUps/contract.ts'
import type { AttachmentView } from '../../app/features/talkTracks/contract.ts'
import type { SendResult, Where } from '../shared/wecom.ts'
import type { Desk } from './desk.ts'
import { newClientKey } from './reporter.ts'

export type Target =
  | { kind: 'customer'; externalUserId: string; canSend: boolean }
  | { kind: 'group'; chatId: string; canSend: boolean }

export interface Sentence {
  text: string
  isEdited: boolean
  talkTrackId?: string
  followUpId?: number
}

/** What is left of a tap: the text has gone out, these parts have not. */
export interface Rest {
  sentence: Sentence
  parts: AttachmentView[]
  /** Of the whole tap, so that its text is counted once. */
  clientKey: string
}

/** `closed`: the follow-up is done; without `changed` the server has not heard of it yet. */
export type SendOutcome =
  | { kind: 'closed'; changed?: FollowUpChanged }
  | { kind: 'sent' }
  | { kind: 'partly'; rest: Rest }
  | { kind: 'not-sent' }

/** The client shows one message after the other; quicker than this some clients swallow one. */
const BETWEEN_MS = 200

/** Sends a sentence in the guide's name, then what goes with it, and reports how it went. Only a whole `ok` closes. */
export async function sendSentence(
  desk: Desk,
  target: Target,
  sentence: Sentence,
  attachments: AttachmentView[] = [],
): Promise<SendOutcome> {
  if (!(await standsIn(desk, target))) return { kind: 'not-sent' }
  const clientKey = newClientKey()
  const sent = await desk.wecom.send({ kind: 'text', text: sentence.text })
  if (sent.result === 'ok') return sendRest(desk, target, { sentence, parts: attachments, clientKey }, true)
  if (sent.result === 'fail') await desk.wecom.copy(sentence.text)
  desk.say(sent.result === 'cancel' ? '没有发出' : '发送失败，已为你复制')
  // The attempt is only worth a trace; whether it arrives changes nothing here.
  report(desk, target, sentence, clientKey, sent).catch(() => undefined)
  return { kind: 'not-sent' }
}

/** Goes on where a tap was broken off. */
export async function sendOn(desk: Desk, target: Target, rest: Rest): Promise<SendOutcome> {
  return (await standsIn(desk, target)) ? sendRest(desk, target, rest, false) : { kind: 'partly', rest }
}

/** The guide leaves it at what has gone out. */
export function leaveRest(desk: Desk, target: Target, rest: Rest): Promise<SendOutcome> {
  return sendRest(desk, target, { ...rest, parts: [] }, false)
}

async function sendRest(desk: Desk, target: Target, rest: Rest, isFirst: boolean): Promise<SendOutcome> {
  const { sentence, clientKey } = rest
  for (const [index, part] of rest.parts.entries()) {
    if (index > 0 || isFirst) await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
    const sent = (await standsIn(desk, target)) ? await desk.wecom.send(part) : undefined
    if (sent?.result === 'ok') continue
    const parts = rest.parts.slice(index)
    desk.say(`文字已发出，${namesOf(parts)}没有发出`)
    // The text has reached the customer: that counts. The follow-up stays open.
    const { followUpId: _open, ...text } = sentence
    report(desk, target, text, clientKey, { result: 'ok' }).catch(() => undefined)
    return { kind: 'partly', rest: { ...rest, parts } }
  }
  return settle(desk, sentence, report(desk, target, sentence, clientKey, { result: 'ok' }))
}

async function standsIn(desk: Desk, target: Target): Promise<boolean> {
  if (isSameChat(await desk.wecom.where(), target)) return true
  await desk.lookAround()
  desk.say('聊天已切换，没有发出')
  return false
}

const KINDS = { image: '图片', video: '视频', file: '文件', link: '链接', miniprogram: '小程序' }

/** 图片「泡茶水温图」、小程序「门店商城」. */
export function namesOf(parts: readonly AttachmentView[]): string {
  return parts.map(({ kind, title }) => `${KINDS[kind]}「${title}」`).join('、')
}

async function settle(
  desk: Desk,
  sentence: Sentence,
  reported: Promise<FollowUpChanged | undefined>,
): Promise<SendOutcome> {
  const hasFollowUp = sentence.followUpId !== undefined
  try {
    const changed = await reported
    if (changed === undefined) desk.say('已发送 ✓ 网络恢复后自动记录')
    else if (!hasFollowUp) desk.say('已发送 ✓')
    return hasFollowUp ? { kind: 'closed', changed } : { kind: 'sent' }
  } catch (error) {
    desk.say(`已发送 ✓ 但没有记上：${(error as Error).message}`)
    return hasFollowUp ? { kind: 'closed' } : { kind: 'sent' }
  }
}

function report(
  desk: Desk,
  target: Target,
  sentence: Sentence,
  clientKey: string,
  sent: SendResult,
): Promise<FollowUpChanged | undefined> {
  const { followUpId, ...said } = sentence
  const body = { clientKey, ...said, ...sent }
  if (followUpId !== undefined) return desk.reporter.report(`/api/follow-ups/${followUpId}/sent`, body)
  const to = target.kind === 'group' ? { chatId: target.chatId } : { externalUserId: target.externalUserId }
  return desk.reporter.report('/api/sends', { ...to, ...body })
}

function isSameChat(where: Where, target: Target): boolean {
  if (where.kind === 'customer' && target.kind === 'customer') return where.externalUserId === target.externalUserId
  return where.kind === 'group' && target.kind === 'group' && where.chatId === target.chatId
}

/** Outside the chat nothing can be sent: the sentence goes to the clipboard and the chat opens. */
export async function copyAndOpenChat(desk: Desk, target: Target, text: string): Promise<void> {
  const hasCopied = await desk.wecom.copy(text)
  desk.say(hasCopied ? '已复制，到聊天里粘贴发送' : '没能复制，请长按文字复制')
  const chat = target.kind === 'group' ? { chatId: target.chatId } : { externalUserIds: [target.externalUserId] }
  if (!(await desk.wecom.openChat(chat))) desk.say('没能打开聊天，请在企业微信里找到这位客户')
}
