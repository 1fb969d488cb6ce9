import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { AppMessage } from '../records/messages.ts'
import { findMember, type World } from '../world.ts'
import { cardBody, cutText, isInteractive } from './cards.ts'
import { type ApiCall, type Endpoints, postEndpoint, textOfBytes } from './endpoint.ts'

const common = {
  touser: z.string().default(''),
  toparty: z.string().default(''),
  totag: z.string().default(''),
  agentid: z.union([z.number().int(), z.string()]),
  enable_duplicate_check: z.number().int().min(0).max(1).default(0),
  duplicate_check_interval: z.number().int().min(1).max(14_400).default(1800),
}
const content = z.object({ content: z.string().min(1) })
const textcard = z.object({
  title: z.string().max(128),
  description: z.string().max(512),
  url: textOfBytes(2048).refine((url) => /^https?:\/\//.test(url), 'scheme missing'),
  btntxt: z.string().max(4).optional(),
})
const sendBody = z.discriminatedUnion('msgtype', [
  z.object({ ...common, msgtype: z.literal('text'), text: content }),
  z.object({ ...common, msgtype: z.literal('markdown'), markdown: content }),
  z.object({ ...common, msgtype: z.literal('textcard'), textcard }),
  z.object({ ...common, msgtype: z.literal('template_card'), template_card: cardBody }),
])
type SendBody = z.output<typeof sendBody>

const MOST_RECIPIENTS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

function recipients(world: World, body: SendBody): { valid: string[]; invalid: string[] } {
  if (body.touser === '@all') {
    const all = [...world.state.members.values()].filter((member) => member.visible && member.status !== 5)
    return { valid: all.map(({ userid }) => userid), invalid: [] }
  }
  const asked = body.touser.split('|').filter((userid) => userid !== '')
  if (asked.length > MOST_RECIPIENTS) throw new ApiRefusal(40032, 'too many users')
  const isReachable = (userid: string) => {
    const member = findMember(world, userid)
    return member?.visible === true && member.status !== 5
  }
  const valid = asked.filter(isReachable).map((userid) => findMember(world, userid)?.userid ?? userid)
  // Names come back lower-cased.
  return { valid: [...new Set(valid)], invalid: asked.filter((u) => !isReachable(u)).map((u) => u.toLowerCase()) }
}

/** Above 30 a minute or 1000 an hour a member simply never sees the message. */
function isDropped(world: World, userid: string): boolean {
  const now = world.clock.nowMs()
  const shown = world.state.messages.filter((message) => message.userid === userid && !message.dropped)
  const within = (ms: number) => shown.filter(({ sentAtMs }) => sentAtMs > now - ms).length
  const { messagesPerMemberMinute, messagesPerMemberHour } = world.settings
  return within(MINUTE_MS) >= messagesPerMemberMinute || within(HOUR_MS) >= messagesPerMemberHour
}

function contentOf(body: SendBody): Record<string, unknown> {
  if (body.msgtype === 'text') return { content: cutText(body.text.content) }
  if (body.msgtype === 'markdown') return { content: cutText(body.markdown.content) }
  return body.msgtype === 'textcard' ? body.textcard : body.template_card
}

function checkCard(world: World, body: SendBody): string | undefined {
  if (body.msgtype !== 'template_card') return undefined
  const card = body.template_card
  if (isInteractive(card) && !world.hasCallback()) throw new ApiRefusal(43012)
  const isTaken = world.state.messages.some(({ taskId }) => taskId !== undefined && taskId === card.task_id)
  if (isTaken) throw new ApiRefusal(40058, 'task_id is in use')
  return card.task_id
}

function isRepeat(world: World, body: SendBody, seen: Map<string, number>): boolean {
  if (body.enable_duplicate_check === 0) return false
  const key = JSON.stringify(body)
  const last = seen.get(key)
  const now = world.clock.nowMs()
  if (last !== undefined && now - last < body.duplicate_check_interval * 1000) return true
  seen.set(key, now)
  return false
}

/** Requests already seen, for duplicate checking; per local WeCom. */
const seenBy = new WeakMap<World, Map<string, number>>()

function sendMessage({ world, agentId }: ApiCall, body: SendBody) {
  if (String(body.agentid) !== agentId) throw new ApiRefusal(301002)
  const taskId = checkCard(world, body)
  const { valid, invalid } = recipients(world, body)
  if (valid.length === 0) throw new ApiRefusal(81013)
  const seen = seenBy.get(world) ?? new Map<string, number>()
  seenBy.set(world, seen)
  const msgid = world.ids.next('msg', 40)
  const answer = { msgid, ...(invalid.length > 0 ? { invaliduser: invalid.join('|') } : {}) }
  if (isRepeat(world, body, seen)) return answer
  const message = { msgid, msgtype: body.msgtype, content: contentOf(body), sentAtMs: world.clock.nowMs() }
  for (const userid of valid) {
    const kept: AppMessage = { ...message, userid, dropped: isDropped(world, userid) }
    if (taskId !== undefined) kept.taskId = taskId
    world.state.messages.push(kept)
  }
  const isLive = body.msgtype === 'template_card' && isInteractive(body.template_card)
  return isLive ? { ...answer, response_code: newResponseCode(world, msgid, undefined) } : answer
}

/** A code for one update of a card, within 72 hours. `userid` undefined: the one of the send answer, for all. */
export function newResponseCode(world: World, msgid: string, userid: string | undefined): string {
  const code = world.ids.next('RC', 40)
  world.state.responseCodes.set(code, { msgid, userid, issuedAtMs: world.clock.nowMs(), used: false })
  return code
}

const updateBody = z.object({
  userids: z.array(z.string()).max(1000).default([]),
  atall: z.number().int().min(0).max(1).default(0),
  agentid: z.union([z.number().int(), z.string()]),
  response_code: z.string(),
  button: z.object({ replace_name: z.string().min(1) }).optional(),
  template_card: z.looseObject({ card_type: z.string() }).optional(),
})

function updateCard({ world, agentId }: ApiCall, body: z.output<typeof updateBody>) {
  if (String(body.agentid) !== agentId) throw new ApiRefusal(301002)
  const code = world.state.responseCodes.get(body.response_code)
  const life = world.settings.responseCodeHours * HOUR_MS
  // The pages give no number for a spent code.
  if (!code || code.used || code.issuedAtMs + life <= world.clock.nowMs()) {
    throw new ApiRefusal(40058, 'invalid response_code')
  }
  if (!body.button && !body.template_card) throw new ApiRefusal(40058, 'button or template_card required')
  code.used = true
  const asked = body.userids.map((userid) => userid.toLowerCase())
  const cards = world.state.messages.filter(({ msgid }) => msgid === code.msgid)
  const mine = cards.filter(({ userid }) => body.atall === 1 || asked.includes(userid.toLowerCase()))
  for (const message of mine) {
    if (body.button) message.replacedButton = body.button.replace_name
    if (body.template_card) message.content = { ...body.template_card }
  }
  const missed = asked.filter((userid) => !mine.some((message) => message.userid.toLowerCase() === userid))
  return missed.length > 0 ? { invaliduser: missed } : {}
}

export const messageEndpoints: Endpoints = {
  'message/send': postEndpoint('app', sendBody, sendMessage),
  'message/update_template_card': postEndpoint('app', updateBody, updateCard),
}
