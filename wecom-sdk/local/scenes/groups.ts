import { z } from 'zod'
import type { Field } from '../callbacks/xml.ts'
import { cdata } from '../callbacks/xml.ts'
import { SceneError } from '../errors.ts'
import { emitGroupEvent } from '../events.ts'
import type { Group, GroupMember, GroupView } from '../records/groups.ts'
import { findMember, groupOf, memberOf, viewAt, type World } from '../world.ts'
import { meet } from './customers.ts'
import { chatId, externalUserId, scene, userid } from './scene.ts'

/** How someone came in; the two scales WeCom uses for it differ. */
const joinScenes = {
  invited: { event: 0, list: 1 },
  link: { event: 0, list: 2 },
  qr: { event: 3, list: 3 },
} as const

const newcomer = z.object({ externalUserId: externalUserId.optional(), name: z.string().default('微信用户') })
const created = z.object({
  chatId: chatId.optional(),
  name: z.string(),
  owner: userid,
  members: z.array(z.union([z.string(), newcomer])).default([]),
  notice: z.string().default(''),
})
const joined = z.object({
  chatId,
  externalUserId: externalUserId.optional(),
  userid: userid.optional(),
  name: z.string().default('微信用户'),
  unionid: z.string().optional(),
  scene: z.enum(['invited', 'link', 'qr']).default('qr'),
  state: z.string().optional(),
  invitor: userid.optional(),
})
const left = z.object({ chatId, memberId: z.string(), removed: z.boolean().default(false) })
const spoken = z.object({
  chatId,
  memberIds: z.array(z.string()).min(1),
  /** Messages by each of them. */
  messages: z.number().int().min(1).default(1),
})

const currentView = (world: World, group: Group): GroupView => viewAt(group, world.clock.nowMs())

/** Appends what the group looks like from now on; reads lag behind it for a while. */
function change(world: World, group: Group, changes: Partial<GroupView>): GroupView {
  const view = { ...currentView(world, group), ...changes, fromMs: world.clock.nowMs() }
  group.views.push(view)
  return view
}

function emitMembers(
  world: World,
  group: Group,
  detail: string,
  ids: string[],
  sceneField: Field,
  before: string,
): void {
  const list = ids.map((id) => `<Item>${cdata(id)}</Item>`).join('')
  emitGroupEvent(world, group.chatId, 'update', [
    ['UpdateDetail', detail],
    sceneField,
    ['MemChangeCnt', ids.length],
    ['MemChangeList', { xml: list }],
    ['LastMemVer', before],
    ['CurMemVer', currentView(world, group).version],
  ])
}

function staff(world: World, id: string, atMs: number, invitor?: string): GroupMember {
  const member = memberOf(world, id)
  const base = { id: member.userid, type: 1, name: member.name, joinedAtMs: atMs, joinScene: 1 } as const
  return invitor === undefined ? base : { ...base, invitor }
}

function create(world: World, input: z.output<typeof created>): Group {
  const atMs = world.clock.nowMs()
  const owner = memberOf(world, input.owner).userid
  const founders = input.members.map((member): GroupMember => {
    if (typeof member === 'string' && findMember(world, member)) return staff(world, member, atMs, owner)
    const who = typeof member === 'string' ? { externalUserId: member, name: '微信用户' } : member
    const {
      externalUserId: id,
      name,
      unionid,
    } = meet(world, { ...who, type: 1, gender: 0, avatar: '', unionid: undefined })
    const base: GroupMember = { id, type: 2, name, joinedAtMs: atMs, joinScene: 1, invitor: owner }
    return unionid === undefined ? base : { ...base, unionid }
  })
  const view: GroupView = {
    fromMs: atMs,
    name: input.name,
    owner,
    notice: input.notice,
    members: [staff(world, owner, atMs), ...founders],
    version: world.ids.hex32(),
  }
  const group: Group = { chatId: input.chatId ?? world.ids.next('wr'), createdAtMs: atMs, views: [view] }
  world.state.groups.set(group.chatId, group)
  emitGroupEvent(world, group.chatId, 'create')
  return group
}

function join(world: World, input: z.output<typeof joined>): { memberId: string } {
  const group = groupOf(world, input.chatId)
  const atMs = world.clock.nowMs()
  const before = currentView(world, group)
  const person = { externalUserId: input.externalUserId, name: input.name, unionid: input.unionid }
  const contact = input.userid === undefined ? meet(world, { ...person, type: 1, gender: 0, avatar: '' }) : undefined
  const base: GroupMember = contact
    ? {
        id: contact.externalUserId,
        type: 2,
        name: contact.name,
        joinedAtMs: atMs,
        joinScene: joinScenes[input.scene].list,
      }
    : staff(world, input.userid ?? '', atMs)
  if (before.members.some(({ id }) => id === base.id)) throw new SceneError('already in the group')
  if (contact?.unionid !== undefined) base.unionid = contact.unionid
  if (input.state !== undefined) base.state = input.state
  // Only an invitation by one of the corp's own members is told.
  if (input.invitor !== undefined) base.invitor = input.invitor
  change(world, group, { members: [...before.members, base], version: world.ids.hex32() })
  emitMembers(world, group, 'add_member', [base.id], ['JoinScene', joinScenes[input.scene].event], before.version)
  return { memberId: base.id }
}

function leave(world: World, input: z.output<typeof left>): void {
  const group = groupOf(world, input.chatId)
  const before = currentView(world, group)
  const members = before.members.filter(({ id }) => id !== input.memberId)
  if (members.length === before.members.length) throw new SceneError('not in the group')
  change(world, group, { members, version: world.ids.hex32() })
  emitMembers(world, group, 'del_member', [input.memberId], ['QuitScene', input.removed ? 1 : 0], before.version)
}

const updated = (world: World, group: Group, detail: string): void =>
  emitGroupEvent(world, group.chatId, 'update', [['UpdateDetail', detail]])

/** A customer group as its members live it. */
export function groupScenes(world: World) {
  return {
    createGroup: scene(created, (input) => create(world, input)),
    joinGroup: scene(joined, (input) => join(world, input)),
    leaveGroup: scene(left, (input) => leave(world, input)),
    renameGroup: scene(z.object({ chatId, name: z.string() }), (input) => {
      const group = groupOf(world, input.chatId)
      change(world, group, { name: input.name })
      updated(world, group, 'change_name')
    }),
    changeOwner: scene(z.object({ chatId, owner: userid }), (input) => {
      const group = groupOf(world, input.chatId)
      change(world, group, { owner: memberOf(world, input.owner).userid })
      updated(world, group, 'change_owner')
    }),
    changeNotice: scene(z.object({ chatId, notice: z.string() }), (input) => {
      const group = groupOf(world, input.chatId)
      change(world, group, { notice: input.notice })
      updated(world, group, 'change_notice')
    }),
    dismissGroup: scene(z.object({ chatId }), (input) => {
      const group = groupOf(world, input.chatId)
      group.dismissedAtMs = world.clock.nowMs()
      emitGroupEvent(world, group.chatId, 'dismiss')
    }),
    /** Nothing calls back; only the statistics of the next day know. */
    groupSpeaks: scene(spoken, (input) => {
      const group = groupOf(world, input.chatId)
      for (const memberId of input.memberIds) {
        const speech = { chatId: group.chatId, memberId, messages: input.messages, atMs: world.clock.nowMs() }
        world.state.speeches.push(speech)
      }
    }),
  }
}
