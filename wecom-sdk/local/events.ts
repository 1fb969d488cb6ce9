import type { Field } from './callbacks/xml.ts'
import type { World } from './world.ts'

/** A 客户联系 event: from `sys`, without AgentID in the inner text. */
export function emitContactEvent(
  world: World,
  change: string,
  userid: string,
  externalUserId: string,
  more: Field[] = [],
): void {
  emitSystem(world, [
    ['Event', 'change_external_contact'],
    ['ChangeType', change],
    ['UserID', userid],
    ['ExternalUserID', externalUserId],
    ...more,
  ])
}

export function emitGroupEvent(world: World, chatId: string, change: string, more: Field[] = []): void {
  emitSystem(world, [['Event', 'change_external_chat'], ['ChatId', chatId], ['ChangeType', change], ...more])
}

export function emitSystem(world: World, fields: Field[]): void {
  world.emit({ from: 'sys', createdAtMs: world.clock.nowMs(), fields: [['MsgType', 'event'], ...fields] })
}

/** An event or message of one member in the app's own conversation; carries AgentID. */
export function emitFromMember(world: World, userid: string, fields: Field[]): void {
  const agent: Field = ['AgentID', Number(world.agentId)]
  // AgentID comes before SelectedItems in the platform's own samples; nobody may rely on the order.
  const at = fields.findIndex(([name]) => name === 'SelectedItems')
  const ordered = at < 0 ? [...fields, agent] : [...fields.slice(0, at), agent, ...fields.slice(at)]
  world.emit({ from: userid, createdAtMs: world.clock.nowMs(), fields: ordered })
}
