import type { OutgoingEvent } from './callbacks/xml.ts'
import type { LocalClock } from './clock.ts'
import { SceneError } from './errors.ts'
import type { IdSource } from './ids.ts'
import type { Group, GroupView } from './records/groups.ts'
import type { Contact, Member, Relation } from './records/people.ts'
import type { Settings } from './settings.ts'
import type { State } from './state.ts'

/** Switches for the layers between a call and its answer. All true = everything is set up in the console. */
export interface Permissions {
  /** false → 60020 */
  ipTrusted: boolean
  /** false → 48002 on 客户联系 calls, "no permission" in the sidebar */
  contactApi: boolean
  /** false → 48002 on 对外收款 calls */
  payApi: boolean
  /** false → 48006: the app was stopped because nobody used it */
  appActive: boolean
}

export interface LocalApp {
  agentId: string
  secret: string
}

/** What every part of the local WeCom works on. */
export interface World {
  corpId: string
  agentId: string
  apps: LocalApp[]
  trustedHosts: string[]
  settings: Settings
  permissions: Permissions
  clock: LocalClock
  ids: IdSource
  state: State
  /** Filled once the server listens. */
  baseUrl: string
  /** Where its QR pictures are reached; empty: at `baseUrl`. */
  qrBase: string
  hasCallback(): boolean
  emit(event: OutgoingEvent): void
}

// userids are case-insensitive on input, external ids are not.
export const pairKey = (userid: string, externalUserId: string): string => `${userid.toLowerCase()} ${externalUserId}`

export function findMember(world: World, userid: string): Member | undefined {
  return world.state.members.get(userid.toLowerCase())
}

export function findRelation(world: World, userid: string, externalUserId: string): Relation | undefined {
  return world.state.relations.get(pairKey(userid, externalUserId))
}

export function memberOf(world: World, userid: string): Member {
  const member = findMember(world, userid)
  if (!member) throw new SceneError(`no member ${userid}`)
  return member
}

export function contactOf(world: World, externalUserId: string): Contact {
  const contact = world.state.contacts.get(externalUserId)
  if (!contact) throw new SceneError(`no customer ${externalUserId}`)
  return contact
}

export function relationOf(world: World, userid: string, externalUserId: string): Relation {
  const relation = findRelation(world, userid, externalUserId)
  if (!relation) throw new SceneError(`${userid} and ${externalUserId} are not related`)
  return relation
}

export function groupOf(world: World, chatId: string): Group {
  const group = world.state.groups.get(chatId)
  if (!group) throw new SceneError(`no group ${chatId}`)
  return group
}

/** The view in force at an instant; the first view for anything earlier. */
export function viewAt(group: Group, atMs: number): GroupView {
  const view = group.views.findLast((candidate) => candidate.fromMs <= atMs) ?? group.views[0]
  if (!view) throw new SceneError(`group ${group.chatId} has no view`)
  return view
}

export const seconds = (ms: number): number => Math.floor(ms / 1000)
