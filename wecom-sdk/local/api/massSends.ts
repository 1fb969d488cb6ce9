import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { MassSend, MassTarget } from '../records/messages.ts'
import type { Relation } from '../records/people.ts'
import { findMember, seconds, viewAt, type World } from '../world.ts'
import { contactMember } from './addressBook.ts'
import { checkMessage, messageFields, messageOf } from './attachments.ts'
import { type ApiCall, type Endpoints, postEndpoint } from './endpoint.ts'
import { pageOf } from './paging.ts'

const tagFilter = z.object({
  group_list: z.array(z.object({ tag_list: z.array(z.string()).max(100) })).default([]),
})
const addBody = z.object({
  chat_type: z.enum(['single', 'group']).default('single'),
  external_userid: z.array(z.string()).max(10_000).default([]),
  chat_id_list: z.array(z.string()).max(2000).default([]),
  tag_filter: tagFilter.optional(),
  sender: z.string().optional(),
  ...messageFields,
})
const limit = z.number().int().min(1).max(1000).default(500)
const taskBody = z.object({ msgid: z.string(), limit, cursor: z.string().optional() })
const listBody = z.object({
  chat_type: z.enum(['single', 'group']),
  start_time: z.number(),
  end_time: z.number(),
  filter_type: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(2),
  limit: z.number().int().min(1).max(100).default(50),
  cursor: z.string().optional(),
})
const resultBody = taskBody.extend({ userid: z.string() })

function hasTags(relation: Relation, filter: z.output<typeof tagFilter> | undefined): boolean {
  // Any tag inside a group, every group.
  return (filter?.group_list ?? []).every(({ tag_list }) => tag_list.some((id) => relation.tagIds.includes(id)))
}

/** A customer of several guides goes to the one who last dealt with them. */
function singleTargets(call: ApiCall, body: z.output<typeof addBody>): { targets: MassTarget[]; failed: string[] } {
  const { world } = call
  const sender = body.sender === undefined ? undefined : contactMember(call, body.sender).userid
  if (!sender && body.external_userid.length === 0 && !body.tag_filter) throw new ApiRefusal(40058, 'nobody named')
  const reachable = [...world.state.relations.values()]
    .filter(({ half, deletedByCustomer }) => !half && !deletedByCustomer)
    .filter(({ userid }) => (sender ? userid === sender : findMember(world, userid)?.visible === true))
    .sort((a, b) => b.lastTouchMs - a.lastTouchMs)
  const byCustomer = new Map<string, Relation>()
  for (const relation of reachable) {
    if (!byCustomer.has(relation.externalUserId)) byCustomer.set(relation.externalUserId, relation)
  }
  const asked = body.external_userid
  const chosen = [...byCustomer.values()].filter((relation) =>
    asked.length > 0 ? asked.includes(relation.externalUserId) : hasTags(relation, body.tag_filter),
  )
  const failed = asked.filter((id) => !byCustomer.has(id))
  return { targets: chosen.map(({ userid, externalUserId: to }) => ({ userid, to, status: 0 })), failed }
}

function groupTargets(call: ApiCall, body: z.output<typeof addBody>): { targets: MassTarget[]; failed: string[] } {
  const { world } = call
  if (body.sender === undefined) throw new ApiRefusal(40058, 'sender required')
  const sender = contactMember(call, body.sender).userid
  const owned = [...world.state.groups.values()]
    .filter((group) => group.dismissedAtMs === undefined && viewAt(group, world.clock.nowMs()).owner === sender)
    .map(({ chatId }) => chatId)
  const chosen = body.chat_id_list.length > 0 ? owned.filter((id) => body.chat_id_list.includes(id)) : owned
  const failed = body.chat_id_list.filter((id) => !owned.includes(id))
  return { targets: chosen.map((to) => ({ userid: sender, to, status: 0 })), failed }
}

/** Sends nothing: it lays a task before every guide concerned, who confirms it or not. */
function addTemplate(call: ApiCall, body: z.output<typeof addBody>) {
  const { world } = call
  checkMessage(world, body)
  const { targets, failed } = body.chat_type === 'single' ? singleTargets(call, body) : groupTargets(call, body)
  if (targets.length === 0) throw new ApiRefusal(41048)
  const send: MassSend = {
    msgid: world.ids.next('msg', 32),
    chatType: body.chat_type,
    createdAtMs: world.clock.nowMs(),
    message: messageOf(body),
    senders: [...new Set(targets.map(({ userid }) => userid))].map((userid) => ({ userid, done: false })),
    targets,
  }
  world.state.massSends.set(send.msgid, send)
  return { fail_list: failed, msgid: send.msgid }
}

function readySend(world: World, msgid: string): MassSend {
  const send = world.state.massSends.get(msgid)
  if (!send) throw new ApiRefusal(40035, 'invalid msgid')
  if (world.clock.nowMs() < send.createdAtMs + world.settings.massSendReadyMs) throw new ApiRefusal(41063)
  return send
}

const sentAt = (ms: number | undefined) => (ms === undefined ? {} : { send_time: seconds(ms) })

function tasksOf({ world }: ApiCall, body: z.output<typeof taskBody>) {
  const page = pageOf(world, readySend(world, body.msgid).senders, body.cursor, body.limit)
  const task_list = page.rows.map(({ userid, done, sentAtMs }) => ({
    userid,
    status: done ? 2 : 0,
    ...sentAt(sentAtMs),
  }))
  return { task_list, ...page.cursor }
}

function resultsOf({ world }: ApiCall, body: z.output<typeof resultBody>) {
  const send = readySend(world, body.msgid)
  const isGroup = send.chatType === 'group'
  const mine = send.targets
    .filter(({ userid }) => userid.toLowerCase() === body.userid.toLowerCase())
    // For groups the rows still unsent are not listed.
    .filter(({ status }) => !isGroup || status !== 0)
  const page = pageOf(world, mine, body.cursor, body.limit)
  const send_list = page.rows.map(({ userid, to, status, sentAtMs }) => ({
    ...(isGroup ? { chat_id: to } : { external_userid: to }),
    userid,
    status,
    ...sentAt(sentAtMs),
  }))
  return { send_list, ...page.cursor }
}

const MONTH_SECONDS = 31 * 86_400

/** All are an app's here: made for the corp, without a creator. */
function listSends({ world }: ApiCall, body: z.output<typeof listBody>) {
  if (body.end_time < body.start_time || body.end_time - body.start_time > MONTH_SECONDS) throw new ApiRefusal(40035)
  const isWithin = ({ chatType, createdAtMs }: MassSend) =>
    chatType === body.chat_type &&
    seconds(createdAtMs) >= body.start_time &&
    seconds(createdAtMs) <= body.end_time &&
    body.filter_type !== 1
  const page = pageOf(world, [...world.state.massSends.values()].filter(isWithin), body.cursor, body.limit)
  const group_msg_list = page.rows.map(({ msgid, createdAtMs, message }) => ({
    msgid,
    create_time: seconds(createdAtMs),
    create_type: 0,
    ...message,
  }))
  return { group_msg_list, ...page.cursor }
}

function cancelSend({ world }: ApiCall, { msgid }: { msgid: string }) {
  const send = world.state.massSends.get(msgid)
  if (!send) throw new ApiRefusal(40035, 'invalid msgid')
  if (send.isCancelled) throw new ApiRefusal(41093)
  send.isCancelled = true
  return {}
}

export const massSendEndpoints: Endpoints = {
  'externalcontact/add_msg_template': postEndpoint('contact', addBody, addTemplate),
  'externalcontact/get_groupmsg_task': postEndpoint('contact', taskBody, tasksOf),
  'externalcontact/get_groupmsg_send_result': postEndpoint('contact', resultBody, resultsOf),
  'externalcontact/get_groupmsg_list_v2': postEndpoint('contact', listBody, listSends),
  'externalcontact/cancel_groupmsg_send': postEndpoint('contact', z.object({ msgid: z.string() }), cancelSend),
}
