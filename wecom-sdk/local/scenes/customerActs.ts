import { z } from 'zod'
import { newTag, newTagGroup, removeTags } from '../api/tags.ts'
import { addBubble, chatKey, guideSpeaks, touch } from '../chats.ts'
import { SceneError } from '../errors.ts'
import { emitContactEvent, emitSystem } from '../events.ts'
import type { Bubble } from '../records/messages.ts'
import type { TagGroup } from '../records/people.ts'
import { failTransfer } from '../transfers.ts'
import { contactOf, groupOf, memberOf, pairKey, relationOf, type World } from '../world.ts'
import { chatId, externalUserId, message, scene, userid } from './scene.ts'

const pairFields = { userid, externalUserId }
const pair = z.object(pairFields)
const edit = z.object({
  ...pairFields,
  remark: z.string().optional(),
  description: z.string().optional(),
  remarkMobiles: z.array(z.string()).optional(),
  tagIds: z.array(z.string()).optional(),
  personalTags: z.array(z.string()).optional(),
})
const removal = z.object({ ...pairFields, source: z.string().optional() })
const speech = z.object({ userid, externalUserId: externalUserId.optional(), chatId: chatId.optional(), message })
const words = z.object({ ...pairFields, text: z.string() })
const refusal = z.object({ externalUserId, takeover: userid })
const consoleTags = z.object({ name: z.string(), tags: z.array(z.string()).min(1) })

function editRelation(world: World, input: z.output<typeof edit>): void {
  const relation = relationOf(world, input.userid, input.externalUserId)
  const { userid: _guide, externalUserId: _customer, ...changes } = input
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  Object.assign(relation, given)
  // The event does not say what changed.
  emitContactEvent(world, 'edit_external_contact', relation.userid, relation.externalUserId)
}

function send(world: World, input: z.output<typeof speech>): void {
  const guide = memberOf(world, input.userid).userid
  if (input.externalUserId !== undefined) {
    relationOf(world, guide, input.externalUserId)
    guideSpeaks(world, guide, input.externalUserId, input.message)
    return
  }
  if (input.chatId === undefined) throw new SceneError('externalUserId or chatId')
  groupOf(world, input.chatId)
  addBubble(world, chatKey(undefined, input.chatId), { from: 'guide', by: guide, message: input.message })
  world.state.speeches.push({ chatId: input.chatId, memberId: guide, messages: 1, atMs: world.clock.nowMs() })
}

/** What guides and customers do to each other in their clients. Every act here calls back, as in life. */
export function customerActScenes(world: World) {
  return {
    guideEdits: scene(edit, (input) => editRelation(world, input)),
    /** del_follow_user: the guide's side stays, so the API keeps working for the pair. */
    customerDeletesGuide: scene(pair, (input) => {
      const relation = relationOf(world, input.userid, input.externalUserId)
      const { userid: guide, externalUserId: id } = relation
      relation.deletedByCustomer = true
      const atMs = world.clock.nowMs()
      world.state.facts.push({ kind: 'deleted_by_customer', userid: guide, externalUserId: id, atMs })
      emitContactEvent(world, 'del_follow_user', guide, id)
    }),
    /** del_external_contact: the relation is gone. */
    guideDeletesCustomer: scene(removal, (input) => {
      const { userid: guide, externalUserId: id } = relationOf(world, input.userid, input.externalUserId)
      world.state.relations.delete(pairKey(guide, id))
      emitContactEvent(world, 'del_external_contact', guide, id, [['Source', input.source]])
    }),
    /** Into a conversation or a group; no callback tells of it. */
    guideSends: scene(speech, (input) => send(world, input)),
    customerWrites: scene(words, (input) => {
      contactOf(world, input.externalUserId)
      const guide = memberOf(world, input.userid).userid
      const bubble = { from: 'customer', by: input.externalUserId, message: { text: { content: input.text } } } as const
      addBubble(world, chatKey(guide, input.externalUserId), bubble)
      touch(world, guide, input.externalUserId)
    }),
    /** The bubbles of a guide with a customer. */
    chatOf: (guide: string, customer: string): Bubble[] => world.state.chats.get(chatKey(guide, customer)) ?? [],
    groupChatOf: (group: string): Bubble[] => world.state.chats.get(chatKey(undefined, group)) ?? [],
    /** Within the 24 hours after a transfer was started. */
    customerRefusesTransfer: scene(refusal, (input) => {
      const transfer = world.state.transfers.find(
        (t) => t.status === 2 && t.externalUserId === input.externalUserId && t.takeover === input.takeover,
      )
      if (!transfer) throw new SceneError('no transfer is waiting')
      failTransfer(world, transfer, 3)
    }),
    /** Tags made in the console: an app may mark with them, never edit them. */
    consoleAddsTags: scene(consoleTags, (input): TagGroup => {
      const group = newTagGroup(world, input.name, 0, undefined)
      for (const name of input.tags) newTag(world, group, name, 0)
      emitTagEvent(world, group.groupId, 'tag_group', 'create')
      return group
    }),
    consoleDeletesTag: scene(z.object({ id: z.string() }), (input) => {
      const isGroup = world.state.tagGroups.some(({ groupId }) => groupId === input.id)
      removeTags(world, [input.id])
      // A deleted group tells nothing about the tags inside it.
      emitTagEvent(world, input.id, isGroup ? 'tag_group' : 'tag', 'delete')
    }),
  }
}

function emitTagEvent(world: World, id: string, tagType: 'tag' | 'tag_group', change: string): void {
  // In the platform's samples Id and TagType stand before ChangeType.
  emitSystem(world, [
    ['Event', 'change_external_tag'],
    ['Id', id],
    ['TagType', tagType],
    ['ChangeType', change],
  ])
}
