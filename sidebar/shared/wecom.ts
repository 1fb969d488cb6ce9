import {
  getContext,
  getCurExternalChat,
  getCurExternalContact,
  openEnterpriseChat,
  register,
  sendChatMessage,
  setClipboardData,
} from '@wecom/jssdk'
import type { AgentConfig } from '../../app/features/session/contract.ts'
import type { AttachmentView } from '../../app/features/talkTracks/contract.ts'
import { getJson } from './api.ts'
import type { Boot } from './boot.ts'

const SILENT_MS = 3_000

/** Where the page was opened, as the client says. It is no proof: the server checks the relation. */
export type Where =
  | { kind: 'customer'; externalUserId: string; canSend: boolean }
  | { kind: 'group'; chatId: string; canSend: boolean }
  | { kind: 'home' }
  | { kind: 'outside' }
  | { kind: 'silent' }
  | { kind: 'refused'; errMsg: string }

export type SendResult = { result: 'ok' } | { result: 'cancel' } | { result: 'fail'; failure: string }

/** One message: the sentence itself, or what goes with it. */
export type Part = { kind: 'text'; text: string } | AttachmentView

/** The little of WeCom's client that the pages need. */
export interface WeCom {
  where(): Promise<Where>
  send(part: Part): Promise<SendResult>
  copy(text: string): Promise<boolean>
  openChat(target: { externalUserIds: string[] } | { chatId: string }): Promise<boolean>
}

const CHAT_ENTRIES = ['single_chat_tools', 'single_kf_tools', 'chat_attachment']

export function connectWeCom(boot: Boot): WeCom {
  const hasClient = /wxwork/i.test(navigator.userAgent) || 'WeixinJSBridge' in window
  if (hasClient) registerApp(boot)
  return {
    where: () => (hasClient ? withinPatience(askWhere()) : Promise.resolve({ kind: 'outside' })),
    send,
    copy: (text) => copyText(text, hasClient),
    openChat,
  }
}

/** Only the app's signature is given: the chat calls demand it, and the client then needs no other (>= 3.0.24). */
function registerApp(boot: Boot): void {
  register({
    corpId: boot.corpId,
    agentId: boot.agentId,
    jsApiList: [
      'getContext',
      'getCurExternalContact',
      'getCurExternalChat',
      'sendChatMessage',
      'setClipboardData',
      'openEnterpriseChat',
    ],
    getAgentConfigSignature: (url) => signatureFor(url, boot),
  })
}

/** The page brings the signature of its own address along; only without it a round trip is needed. */
async function signatureFor(url: string, { timestamp, nonceStr, signature }: Boot) {
  if (timestamp && nonceStr && signature) return { timestamp, nonceStr, signature }
  return getJson<AgentConfig>(`/api/jssdk/agent-config?url=${encodeURIComponent(url)}`)
}

async function askWhere(): Promise<Where> {
  try {
    const entry: string = (await getContext()).entry
    if (entry === 'group_chat_tools') {
      const { chatId } = await getCurExternalChat()
      return { kind: 'group', chatId, canSend: true }
    }
    if (entry === 'contact_profile' || CHAT_ENTRIES.includes(entry)) {
      const { userId } = await getCurExternalContact()
      return { kind: 'customer', externalUserId: userId, canSend: entry !== 'contact_profile' }
    }
    return { kind: 'home' }
  } catch (error) {
    return { kind: 'refused', errMsg: errMsgOf(error) }
  }
}

// Without a bridge the SDK's promises never settle.
function withinPatience(answer: Promise<Where>): Promise<Where> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ kind: 'silent' }), SILENT_MS)
    void answer.then((where) => {
      clearTimeout(timer)
      resolve(where)
    })
  })
}

/** One call, one message. A cancel rejects too, with a plain object. */
async function send(part: Part): Promise<SendResult> {
  try {
    await sendChatMessage(payloadOf(part) as Parameters<typeof sendChatMessage>[0])
    return { result: 'ok' }
  } catch (error) {
    const failure = errMsgOf(error)
    return /cancel/i.test(failure) ? { result: 'cancel' } : { result: 'fail', failure: failure.slice(0, 200) }
  }
}

/** As the client names it: `mediaid` without an underscore, and a link is `news`. */
export function payloadOf(part: Part): object {
  switch (part.kind) {
    case 'text':
      return { msgtype: 'text', text: { content: part.text } }
    case 'link': {
      const { url, title, description = '', imageUrl = '' } = part
      return { msgtype: 'news', news: { link: url, title, desc: description, imgUrl: imageUrl } }
    }
    case 'miniprogram': {
      const { appid, title, imageUrl, page } = part
      return { msgtype: 'miniprogram', miniprogram: { appid, title, imgUrl: imageUrl, page } }
    }
    default:
      return { msgtype: part.kind, [part.kind]: { mediaid: part.mediaId } }
  }
}

async function copyText(text: string, hasClient: boolean): Promise<boolean> {
  try {
    if (hasClient) await setClipboardData({ data: text })
    else await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

async function openChat(target: { externalUserIds: string[] } | { chatId: string }): Promise<boolean> {
  try {
    await openEnterpriseChat(target)
    return true
  } catch {
    return false
  }
}

function errMsgOf(error: unknown): string {
  const told = error as { errMsg?: unknown; message?: unknown } | undefined
  return String(told?.errMsg ?? told?.message ?? error)
}
