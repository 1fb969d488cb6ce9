import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { Group, GroupMember, GroupView } from '../records/groups.ts'
import { findMember, seconds, viewAt, type World } from '../world.ts'
import { contactMember } from './addressBook.ts'
import { type ApiCall, type Endpoints, postEndpoint } from './endpoint.ts'
import { pageOf } from './paging.ts'

const listBody = z.object({
  status_filter: z.number().int().min(0).max(3).default(0),
  owner_filter: z.object({ userid_list: z.array(z.string()).min(1).max(100) }).optional(),
  cursor: z.string().optional(),
  limit: z.number().int().min(1).max(1000),
})
const getBody = z.object({ chat_id: z.string(), need_name: z.number().int().min(0).max(1).default(0) })
const moveBody = z.object({ chat_id_list: z.array(z.string()).min(1).max(100), new_owner: z.string() })

const WIDEST_UNFILTERED = 1000

/** Without owner_filter a call may span at most 1000 visible people. */
export function refuseIfTooWide(world: World, owners: string[] | undefined): void {
  const visible = [...world.state.members.values()].filter((member) => member.visible)
  if (owners === undefined && visible.length > WIDEST_UNFILTERED) throw new ApiRefusal(81017)
}

const currentView = (world: World, group: Group): GroupView => viewAt(group, world.clock.nowMs())

const hasLeft = (world: World, userid: string): boolean => findMember(world, userid)?.status === 5

function listGroups({ world }: ApiCall, body: z.output<typeof listBody>) {
  const owners = body.owner_filter?.userid_list.map((userid) => userid.toLowerCase())
  refuseIfTooWide(world, owners)
  const rows = [...world.state.groups.values()]
    .filter(({ dismissedAtMs }) => dismissedAtMs === undefined)
    .map((group) => ({ chat_id: group.chatId, owner: currentView(world, group).owner, at: group.createdAtMs }))
    .filter(({ owner }) => (owners ? owners.includes(owner.toLowerCase()) : !hasLeft(world, owner)))
    .filter(({ owner }) => findMember(world, owner)?.visible === true)
    .map(({ chat_id, owner, at }) => ({ chat_id, status: hasLeft(world, owner) ? 1 : 0, at }))
    .filter(({ status }) => body.status_filter === 0 || status === body.status_filter)
    .sort((a, b) => b.at - a.at)
  const page = pageOf(world, rows, body.cursor, body.limit)
  return { group_chat_list: page.rows.map(({ chat_id, status }) => ({ chat_id, status })), ...page.cursor }
}

function presentMember(member: GroupMember, needName: boolean) {
  return {
    userid: member.id,
    type: member.type,
    join_time: seconds(member.joinedAtMs),
    join_scene: member.joinScene,
    group_nickname: '',
    ...(member.unionid === undefined ? {} : { unionid: member.unionid }),
    ...(member.state === undefined ? {} : { state: member.state }),
    ...(member.invitor === undefined ? {} : { invitor: { userid: member.invitor } }),
    ...(needName ? { name: member.name } : {}),
  }
}

function getGroup({ world }: ApiCall, body: z.output<typeof getBody>) {
  const group = world.state.groups.get(body.chat_id)
  if (!group) throw new ApiRefusal(40050)
  if (group.dismissedAtMs !== undefined) throw new ApiRefusal(49008)
  // Details are written asynchronously: right after an event the list from before it still shows.
  const view = viewAt(group, world.clock.nowMs() - world.settings.groupLagMs)
  if (!findMember(world, view.owner)?.visible) throw new ApiRefusal(60011)
  return {
    group_chat: {
      chat_id: group.chatId,
      name: view.name,
      owner: view.owner,
      create_time: seconds(group.createdAtMs),
      notice: view.notice,
      member_list: view.members.map((member) => presentMember(member, body.need_name === 1)),
      admin_list: [],
      member_version: view.version,
    },
  }
}

function moveOne(call: ApiCall, chatId: string, newOwner: string, isResigned: boolean): number {
  const { world } = call
  const group = world.state.groups.get(chatId)
  if (!group) return 90501
  if (group.dismissedAtMs !== undefined) return 49008
  const view = currentView(world, group)
  if (isResigned && !hasLeft(world, view.owner)) return 90500
  // Moved through the API: no callback, but the truth changes.
  group.views.push({ ...view, fromMs: world.clock.nowMs(), owner: newOwner })
  return 0
}

function moveGroups(call: ApiCall, body: z.output<typeof moveBody>, isResigned: boolean) {
  const newOwner = contactMember(call, body.new_owner).userid
  const rows = body.chat_id_list.map((chat_id) => ({ chat_id, errcode: moveOne(call, chat_id, newOwner, isResigned) }))
  const failed = rows.filter(({ errcode }) => errcode !== 0)
  return { failed_chat_list: failed.map((row) => ({ ...row, errmsg: new ApiRefusal(row.errcode).message })) }
}

export const groupEndpoints: Endpoints = {
  'externalcontact/groupchat/list': postEndpoint('contact', listBody, listGroups),
  'externalcontact/groupchat/get': postEndpoint('contact', getBody, getGroup),
  'externalcontact/groupchat/transfer': postEndpoint('contact', moveBody, (call, body) => moveGroups(call, body, true)),
  'externalcontact/groupchat/onjob_transfer': postEndpoint('contact', moveBody, (call, body) =>
    moveGroups(call, body, false),
  ),
}
