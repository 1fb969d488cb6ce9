import type { Bubble } from './records/messages.ts'
import { findRelation, type World } from './world.ts'

/** Key of a conversation: a guide with a customer, or a group. */
export const chatKey = (userid: string | undefined, other: string): string => `${userid?.toLowerCase() ?? ''} ${other}`

export function addBubble(world: World, key: string, bubble: Omit<Bubble, 'atMs'>): void {
  const chat = world.state.chats.get(key) ?? []
  chat.push({ ...bubble, atMs: world.clock.nowMs() })
  world.state.chats.set(key, chat)
}

/** The guide speaks to a customer: the chat has started, so a welcome code of the pair is worth nothing any more. */
export function guideSpeaks(
  world: World,
  userid: string,
  externalUserId: string,
  message: Record<string, unknown>,
  from: 'guide' | 'mass' = 'guide',
): void {
  addBubble(world, chatKey(userid, externalUserId), { from, by: userid, message })
  world.state.facts.push({ kind: 'guide_spoke', userid, externalUserId, atMs: world.clock.nowMs() })
  touch(world, userid, externalUserId)
}

/** Marks the pair as chatting; the last guide touched is the one a mass send goes to. */
export function touch(world: World, userid: string, externalUserId: string): void {
  const relation = findRelation(world, userid, externalUserId)
  if (!relation) return
  relation.chatting = true
  relation.lastTouchMs = world.clock.nowMs()
}
