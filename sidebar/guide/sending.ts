import type { FollowUpChanged } from '../../app/features/followUps/contract.ts'
import type { Where } from '../shared/wecom.ts'
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

/** `closed`: the follow-up is done; without `changed` the server has not heard of it yet. */
export type SendOutcome = { kind: 'closed'; changed?: FollowUpChanged } | { kind: 'sent' } | { kind: 'not-sent' }

/** Sends one sentence in the guide's name and reports how it went. Only the client's `ok` closes anything. */
export async function sendSentence(desk: Desk, target: Target, sentence: Sentence): Promise<SendOutcome> {
  if (!isSameChat(await desk.wecom.where(), target)) {
    await desk.lookAround()
    desk.say('聊天已切换，没有发出')
    return { kind: 'not-sent' }
  }
  const sent = await desk.wecom.sendText(sentence.text)
  if (sent.result === 'fail') await desk.wecom.copy(sentence.text)
  const reported = reportSend(desk, target, sentence, sent)
  if (sent.result === 'cancel') desk.say('没有发出')
  if (sent.result === 'fail') desk.say('发送失败，已为你复制')
  if (sent.result !== 'ok') {
    // The attempt is only worth a trace; whether it arrives changes nothing here.
    reported.catch(() => undefined)
    return { kind: 'not-sent' }
  }
  return settle(desk, sentence, reported)
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

function reportSend(
  desk: Desk,
  target: Target,
  sentence: Sentence,
  sent: { result: string; failure?: string },
): Promise<FollowUpChanged | undefined> {
  const { followUpId, ...said } = sentence
  const body = { clientKey: newClientKey(), ...said, ...sent }
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
