import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { TicketKind, Tokens } from './api/tokens.ts'
import { addBubble, chatKey, guideSpeaks } from './chats.ts'
import { findMember, findRelation, type World } from './world.ts'

/** One web view of the WeCom client: who looks at which chat through which entry. */
export interface BridgeSession {
  id: string
  userid: string
  entry: string
  externalUserId?: string | undefined
  chatId?: string | undefined
  /** Set by a right agentConfig. */
  verified: boolean
  /** How the next sends end: the guide confirms, cancels, it fails, or the client never answers. */
  sendOutcome: z.output<typeof sendOutcome>
}

export const sendOutcome = z.enum(['ok', 'cancel', 'fail', 'never'])

export const newSession = z.object({
  userid: z.string(),
  entry: z.string().default('single_chat_tools'),
  externalUserId: z.string().optional(),
  chatId: z.string().optional(),
  sendOutcome: sendOutcome.default('ok'),
})

export const signed = z.object({
  ticketKind: z.enum(['corp', 'agent']),
  url: z.string(),
  nonceStr: z.string(),
  timestamp: z.coerce.string(),
  signature: z.string(),
})

export interface BridgeHost {
  world: World
  tokens: Tokens
}

/** `undefined`: the client never answers. */
export type BridgeResult = Record<string, unknown> | undefined

const signatureOf = (ticket: string, { nonceStr, timestamp, url }: z.output<typeof signed>): string =>
  createHash('sha1')
    .update(`jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url.split('#')[0] ?? ''}`)
    .digest('hex')

/** Checks a signature as the client does, against the tickets given out and still in force. */
export function verifySignature(
  { tokens }: BridgeHost,
  input: z.output<typeof signed>,
): { ok: boolean; errMsg: string } {
  const matches = (kind: TicketKind) =>
    tokens.ticketsInForce(kind).some((ticket) => signatureOf(ticket, input) === input.signature)
  if (matches(input.ticketKind)) return { ok: true, errMsg: 'ok' }
  const other = input.ticketKind === 'corp' ? 'agent' : 'corp'
  return { ok: false, errMsg: matches(other) ? 'fail_42012 jsapi ticket not usable' : 'fail_40093 invalid signature' }
}

const answer = (name: string, keyword: string, more: Record<string, unknown> = {}): BridgeResult => ({
  err_msg: `${name}:${keyword}`,
  ...more,
})

const agentConfig = z.object({
  corpid: z.string(),
  agentid: z.coerce.string(),
  timestamp: z.coerce.string(),
  nonceStr: z.string(),
  signature: z.string(),
  /** Added by the fake bridge script: the page's own address. */
  url: z.string(),
})

function configure(host: BridgeHost, session: BridgeSession, params: unknown): BridgeResult {
  const input = agentConfig.safeParse(params)
  if (!input.success) return answer('agentConfig', 'fail_invalid parameter')
  const { corpid, agentid, ...rest } = input.data
  if (corpid !== host.world.corpId) return answer('agentConfig', 'fail_invalid corpId')
  if (agentid !== host.world.agentId) return answer('agentConfig', 'fail_invalid agentid')
  const { ok, errMsg } = verifySignature(host, { ticketKind: 'agent', ...rest })
  session.verified = ok
  return answer('agentConfig', errMsg)
}

const customerEntries = ['single_chat_tools', 'contact_profile', 'single_kf_tools']
const sendEntries = ['single_chat_tools', 'group_chat_tools', 'chat_attachment', 'single_kf_tools']
const NO_CONTEXT = 'fail without context of external contact'

type Act = (host: BridgeHost, session: BridgeSession, params: unknown) => BridgeResult

const contactActs: Record<string, Act> = {
  getCurExternalContact: (_host, { entry, externalUserId }) =>
    customerEntries.includes(entry) && externalUserId !== undefined
      ? answer('getCurExternalContact', 'ok', { userId: externalUserId })
      : answer('getCurExternalContact', NO_CONTEXT),
  getCurExternalChat: (_host, { entry, chatId }) =>
    entry === 'group_chat_tools' && chatId !== undefined
      ? answer('getCurExternalChat', 'ok', { chatId })
      : answer('getCurExternalChat', NO_CONTEXT),
  sendChatMessage: (host, session, params) => {
    if (!sendEntries.includes(session.entry)) return answer('sendChatMessage', NO_CONTEXT)
    return sendChatMessage(host, session, params)
  },
}

const openActs: Record<string, Act> = {
  getContext: (_host, { entry }) => answer('getContext', 'ok', { entry }),
  openEnterpriseChat: (_host, { chatId }, params) => {
    const { chatId: asked } = z.object({ chatId: z.string().optional() }).catch({}).parse(params)
    return answer('openEnterpriseChat', 'ok', { chatId: asked || chatId || '' })
  },
  setClipboardData: () => answer('setClipboardData', 'ok'),
  closeWindow: () => answer('closeWindow', 'ok'),
  openUserProfile: () => answer('openUserProfile', 'ok'),
}

const sent = z.looseObject({ msgtype: z.enum(['text', 'image', 'video', 'file', 'news', 'miniprogram']) })

/** One call, one message, in the guide's name; no callback tells of it. */
function sendChatMessage({ world }: BridgeHost, session: BridgeSession, params: unknown): BridgeResult {
  if (session.sendOutcome === 'never') return undefined
  if (session.sendOutcome !== 'ok') return answer('sendChatMessage', session.sendOutcome)
  const input = sent.safeParse(params)
  const content = input.success ? input.data[input.data.msgtype] : undefined
  if (!input.success || typeof content !== 'object' || content === null) {
    return answer('sendChatMessage', 'fail invalid parameter')
  }
  const message = { [input.data.msgtype]: content }
  const { userid, externalUserId, chatId } = session
  if (session.entry === 'group_chat_tools' && chatId !== undefined) {
    addBubble(world, chatKey(undefined, chatId), { from: 'guide', by: userid, message })
    world.state.speeches.push({ chatId, memberId: userid, messages: 1, atMs: world.clock.nowMs() })
  } else if (externalUserId !== undefined && findRelation(world, userid, externalUserId)) {
    guideSpeaks(world, userid, externalUserId, message)
  } else return answer('sendChatMessage', 'fail not a friend')
  return answer('sendChatMessage', 'ok')
}

/**
 * Answers one `WeixinJSBridge.invoke` as the client would, with the `err_msg` the SDK normalises.
 * The signature is checked with the ticket this server gave out; before that every call is refused.
 */
export function handleBridgeInvoke(
  host: BridgeHost,
  session: BridgeSession,
  name: string,
  params: unknown,
): BridgeResult {
  if (name === 'agentConfig') return configure(host, session, params)
  if (!session.verified) return answer(name, 'fail_no permission')
  const open = openActs[name]
  if (open) return open(host, session, params)
  const contact = contactActs[name]
  if (!contact) return answer(name, 'fail_function not exist')
  const member = findMember(host.world, session.userid)
  const mayContact = host.world.permissions.contactApi && member?.canContact === true
  return mayContact ? contact(host, session, params) : answer(name, 'fail_no permission')
}
