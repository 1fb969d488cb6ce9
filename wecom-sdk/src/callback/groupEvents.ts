import type { CallbackBase, EventReader, EventTable } from './base.ts'
import { childOf, numberOf, textOf, textsOf } from './fields.ts'
import type { XmlElement } from './xml.ts'

interface Group extends CallbackBase {
  chatId: string
}

/** After `group_created` the details are written late: wait about 2 s before reading the group. */
export interface GroupTold extends Group {
  kind: 'group_created' | 'group_dismissed' | 'group_owner_changed' | 'group_renamed' | 'group_notice_changed'
}

interface MembersChanged extends Group {
  /** Userids of staff and external_userids of customers, mixed; empty when WeCom left the list out. */
  memberIds: string[]
  memberCount?: number
  /** Apply the change only if the stored version equals `lastMemVer`; else read the group again. */
  lastMemVer?: string
  curMemVer?: string
}

export interface GroupMembersJoined extends MembersChanged {
  kind: 'group_members_joined'
  /** 0 invited by a member or by link, 3 QR code. Not the scale of groupchat/get. */
  joinScene?: number
}

export interface GroupMembersLeft extends MembersChanged {
  kind: 'group_members_left'
  /** 0 left by themselves, 1 removed. */
  quitScene?: number
}

export type GroupCallback = GroupTold | GroupMembersJoined | GroupMembersLeft

function tell(kind: GroupTold['kind']): EventReader<GroupTold> {
  return (fields, base) => {
    const chatId = textOf(fields, 'ChatId')
    return chatId === undefined ? undefined : { ...base, kind, chatId }
  }
}

function readMembers(fields: XmlElement, base: CallbackBase): MembersChanged | undefined {
  const chatId = textOf(fields, 'ChatId')
  if (chatId === undefined) return undefined
  return {
    ...base,
    chatId,
    memberIds: textsOf(childOf(fields, 'MemChangeList'), 'Item'),
    memberCount: numberOf(fields, 'MemChangeCnt'),
    lastMemVer: textOf(fields, 'LastMemVer'),
    curMemVer: textOf(fields, 'CurMemVer'),
  }
}

const readJoined: EventReader<GroupMembersJoined> = (fields, base) => {
  const change = readMembers(fields, base)
  return change && { ...change, kind: 'group_members_joined', joinScene: numberOf(fields, 'JoinScene') }
}

const readLeft: EventReader<GroupMembersLeft> = (fields, base) => {
  const change = readMembers(fields, base)
  return change && { ...change, kind: 'group_members_left', quitScene: numberOf(fields, 'QuitScene') }
}

// The fields of the other direction may be there too, so UpdateDetail alone decides.
const updates = new Map<string, EventReader<GroupCallback>>([
  ['add_member', readJoined],
  ['del_member', readLeft],
  ['change_owner', tell('group_owner_changed')],
  ['change_name', tell('group_renamed')],
  ['change_notice', tell('group_notice_changed')],
])

export const groupEvents: EventTable<GroupCallback> = new Map<string, EventReader<GroupCallback>>([
  ['change_external_chat/create', tell('group_created')],
  ['change_external_chat/dismiss', tell('group_dismissed')],
  ['change_external_chat/update', (fields, base) => updates.get(textOf(fields, 'UpdateDetail') ?? '')?.(fields, base)],
])
