import { z } from 'zod'
import { ApiRefusal } from '../errors.ts'
import type { Relation, Tag, TagGroup } from '../records/people.ts'
import { seconds, type World } from '../world.ts'
import { contactMember } from './addressBook.ts'
import { type ApiCall, type Endpoints, postEndpoint } from './endpoint.ts'
import { fullRelation } from './relations.ts'

const ids = z.array(z.string()).default([])
const order = z.number().int().min(0).max(4_294_967_295).default(0)
const tagName = z.string().min(1).max(30)
const listBody = z.object({ tag_id: ids, group_id: ids })
const addBody = z.object({
  group_id: z.string().optional(),
  group_name: tagName.optional(),
  order,
  tag: z.array(z.object({ name: tagName, order })).min(1),
})
const editBody = z.object({ id: z.string(), name: tagName.optional(), order: order.optional() })
const markBody = z.object({ userid: z.string(), external_userid: z.string(), add_tag: ids, remove_tag: ids })

/** The tags of a pair as externalcontact/get shows them: corp tags by id, personal ones by name only. */
export function tagsOf(world: World, relation: Relation) {
  const corp = relation.tagIds.flatMap((id) => {
    const group = world.state.tagGroups.find(({ tags }) => tags.some((tag) => tag.id === id))
    const tag = group?.tags.find((candidate) => candidate.id === id)
    return group && tag ? [{ group_name: group.name, tag_name: tag.name, tag_id: id, type: 1 }] : []
  })
  return [...corp, ...relation.personalTags.map((name) => ({ group_name: '个人', tag_name: name, type: 2 }))]
}

const presentTag = ({ id, name, createdAtMs, order: position }: Tag) => ({
  id,
  name,
  create_time: seconds(createdAtMs),
  order: position,
})

const presentGroup = (group: TagGroup, tags: Tag[]) => ({
  group_id: group.groupId,
  group_name: group.name,
  create_time: seconds(group.createdAtMs),
  order: group.order,
  tag: tags.toSorted((a, b) => b.order - a.order).map(presentTag),
})

function listTags({ world }: ApiCall, body: z.output<typeof listBody>) {
  const groups = world.state.tagGroups.toSorted((a, b) => b.order - a.order)
  if (body.group_id.length > 0) {
    const asked = groups.filter(({ groupId }) => body.group_id.includes(groupId))
    return { tag_group: asked.map((group) => presentGroup(group, group.tags)) }
  }
  const isAsked = ({ id }: Tag) => body.tag_id.length === 0 || body.tag_id.includes(id)
  const tag_group = groups
    .map((group) => presentGroup(group, group.tags.filter(isAsked)))
    .filter((group) => group.tag.length > 0)
  return { tag_group }
}

function findOrMakeGroup(call: ApiCall, body: z.output<typeof addBody>): TagGroup {
  const { tagGroups } = call.world.state
  const byId = tagGroups.find(({ groupId }) => groupId === body.group_id)
  if (byId) return byId
  if (body.group_name === undefined) throw new ApiRefusal(40068)
  const byName = tagGroups.find(({ name }) => name === body.group_name)
  if (byName) return byName
  return newTagGroup(call.world, body.group_name, body.order, call.agentId)
}

export function newTagGroup(world: World, name: string, position: number, madeBy: string | undefined): TagGroup {
  const createdAtMs = world.clock.nowMs()
  const group: TagGroup = { groupId: world.ids.next('et'), name, order: position, createdAtMs, madeBy, tags: [] }
  world.state.tagGroups.push(group)
  return group
}

export function newTag(world: World, group: TagGroup, name: string, position: number, madeBy?: string): Tag {
  const tag: Tag = { id: world.ids.next('et'), name, order: position, createdAtMs: world.clock.nowMs(), madeBy }
  group.tags.push(tag)
  return tag
}

function addTags(call: ApiCall, body: z.output<typeof addBody>) {
  const group = findOrMakeGroup(call, body)
  // A name that is already there is merged; only what is new comes back.
  const fresh = body.tag.filter(({ name }) => !group.tags.some((tag) => tag.name === name))
  const made = fresh.map((tag) => newTag(call.world, group, tag.name, tag.order, call.agentId))
  return { tag_group: presentGroup(group, made) }
}

function ownedItem(call: ApiCall, id: string): Tag | TagGroup {
  const groups = call.world.state.tagGroups
  const item =
    groups.find(({ groupId }) => groupId === id) ?? groups.flatMap(({ tags }) => tags).find((t) => t.id === id)
  if (!item) throw new ApiRefusal(40068)
  // Tags made in the console or by another app are read-only for this one.
  if (item.madeBy !== call.agentId) throw new ApiRefusal(60011)
  return item
}

function editTag(call: ApiCall, body: z.output<typeof editBody>) {
  const item = ownedItem(call, body.id)
  if (body.name !== undefined) item.name = body.name
  if (body.order !== undefined) item.order = body.order
  return {}
}

function deleteTags(call: ApiCall, body: z.output<typeof listBody>) {
  const doomed = [...body.tag_id, ...body.group_id]
  for (const id of doomed) ownedItem(call, id)
  removeTags(call.world, doomed)
  return {}
}

export function removeTags(world: World, doomed: string[]): void {
  const { state } = world
  const gone = new Set([
    ...doomed,
    ...state.tagGroups
      .filter(({ groupId }) => doomed.includes(groupId))
      .flatMap(({ tags }) => tags.map(({ id }) => id)),
  ])
  for (const group of state.tagGroups) group.tags = group.tags.filter(({ id }) => !gone.has(id))
  // There are no empty tag groups.
  state.tagGroups = state.tagGroups.filter(({ tags }) => tags.length > 0)
  for (const relation of state.relations.values()) relation.tagIds = relation.tagIds.filter((id) => !gone.has(id))
}

function markTag(call: ApiCall, body: z.output<typeof markBody>) {
  const { world } = call
  const relation = fullRelation(world, contactMember(call, body.userid).userid, body.external_userid)
  const known = new Set(world.state.tagGroups.flatMap(({ tags }) => tags.map(({ id }) => id)))
  if (body.add_tag.some((id) => !known.has(id))) throw new ApiRefusal(40068)
  if (body.add_tag.length + body.remove_tag.length === 0) throw new ApiRefusal(40058, 'no tag given')
  const kept = relation.tagIds.filter((id) => !body.remove_tag.includes(id))
  relation.tagIds = [...new Set([...kept, ...body.add_tag])]
  return {}
}

export const tagEndpoints: Endpoints = {
  'externalcontact/get_corp_tag_list': postEndpoint('contact', listBody, listTags),
  'externalcontact/add_corp_tag': postEndpoint('contact', addBody, addTags),
  'externalcontact/edit_corp_tag': postEndpoint('contact', editBody, editTag),
  'externalcontact/del_corp_tag': postEndpoint('contact', listBody, deleteTags),
  'externalcontact/mark_tag': postEndpoint('contact', markBody, markTag),
}
