import type { CallbackBase, EventReader, EventTable } from './base.ts'
import { commaListOf, numberListOf, numberOf, textOf } from './fields.ts'

/** Callback addresses set after 2022-08-15 get the userid and departments only; older ones may carry name and status. */
export interface MemberChanged extends CallbackBase {
  kind: 'member_created' | 'member_updated'
  userId: string
  /** A system-made userid was renamed, possible once: every stored reference must follow. */
  newUserId?: string
  departmentIds?: number[]
  name?: string
  /** 1 active, 2 disabled, 4 not activated, 5 left. */
  status?: number
}

export interface MemberDeleted extends CallbackBase {
  kind: 'member_deleted'
  userId: string
}

/** On an update only what changed is present. */
export interface PartyChanged extends CallbackBase {
  kind: 'party_created' | 'party_updated'
  departmentId: number
  name?: string
  parentId?: number
  order?: number
}

export interface PartyDeleted extends CallbackBase {
  kind: 'party_deleted'
  departmentId: number
}

/** Members or departments entered or left an address book tag. */
export interface MemberTagChanged extends CallbackBase {
  kind: 'member_tag_changed'
  tagId: number
  addUserIds: string[]
  delUserIds: string[]
  addPartyIds: number[]
  delPartyIds: number[]
}

export type AddressBookCallback = MemberChanged | MemberDeleted | PartyChanged | PartyDeleted | MemberTagChanged

function readMember(kind: MemberChanged['kind']): EventReader<MemberChanged> {
  return (fields, base) => {
    const userId = textOf(fields, 'UserID')
    if (userId === undefined) return undefined
    return {
      ...base,
      kind,
      userId,
      newUserId: textOf(fields, 'NewUserID'),
      departmentIds: numberListOf(fields, 'Department'),
      name: textOf(fields, 'Name'),
      status: numberOf(fields, 'Status'),
    }
  }
}

function readParty(kind: PartyChanged['kind']): EventReader<PartyChanged> {
  return (fields, base) => {
    const departmentId = numberOf(fields, 'Id')
    if (departmentId === undefined) return undefined
    return {
      ...base,
      kind,
      departmentId,
      name: textOf(fields, 'Name'),
      parentId: numberOf(fields, 'ParentId'),
      order: numberOf(fields, 'Order'),
    }
  }
}

const readMemberDeleted: EventReader<MemberDeleted> = (fields, base) => {
  const userId = textOf(fields, 'UserID')
  return userId === undefined ? undefined : { ...base, kind: 'member_deleted', userId }
}

const readPartyDeleted: EventReader<PartyDeleted> = (fields, base) => {
  const departmentId = numberOf(fields, 'Id')
  return departmentId === undefined ? undefined : { ...base, kind: 'party_deleted', departmentId }
}

const readTag: EventReader<MemberTagChanged> = (fields, base) => {
  const tagId = numberOf(fields, 'TagId')
  if (tagId === undefined) return undefined
  return {
    ...base,
    kind: 'member_tag_changed',
    tagId,
    addUserIds: commaListOf(fields, 'AddUserItems') ?? [],
    delUserIds: commaListOf(fields, 'DelUserItems') ?? [],
    addPartyIds: numberListOf(fields, 'AddPartyItems') ?? [],
    delPartyIds: numberListOf(fields, 'DelPartyItems') ?? [],
  }
}

export const addressBookEvents: EventTable<AddressBookCallback> = new Map<string, EventReader<AddressBookCallback>>([
  ['change_contact/create_user', readMember('member_created')],
  ['change_contact/update_user', readMember('member_updated')],
  ['change_contact/delete_user', readMemberDeleted],
  ['change_contact/create_party', readParty('party_created')],
  ['change_contact/update_party', readParty('party_updated')],
  ['change_contact/delete_party', readPartyDeleted],
  ['change_contact/update_tag', readTag],
])
