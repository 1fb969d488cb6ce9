import type { Bubble } from 'wecom-sdk/local'
import type { SeedCustomer } from '../seed/customers.ts'
import type { Stage } from '../stage.ts'
import { findCustomer } from './customers.ts'

export interface ChatRow {
  kind: 'customer' | 'group' | 'bot'
  id: string
  name: string
  text: string
  atMs: number
  /** What makes this customer worth showing: a colleague's, or not a member yet. */
  mark: 'colleague' | 'unbound' | 'deleted' | null
}

const MOST_CUSTOMERS = 40

/** The conversations of one guide as the WeCom client lists them: bot and group on top, then by time. */
export function chatsOf(stage: Stage, userid: string): ChatRow[] {
  const { local } = stage
  const mine = [...local.state.relations.values()].filter((relation) => relation.userid === userid)
  const customers = mine.map((relation): ChatRow => {
    const last = local.chatOf(userid, relation.externalUserId).at(-1)
    const known = findCustomer(stage, relation.externalUserId)
    return {
      kind: 'customer',
      id: relation.externalUserId,
      name: local.state.contacts.get(relation.externalUserId)?.name ?? '微信用户',
      text: last ? textOf(last.message) : '你已添加了对方，现在可以开始聊天了',
      atMs: Math.max(last?.atMs ?? 0, relation.createdAtMs),
      mark: relation.deletedByCustomer ? 'deleted' : markOf(known, userid),
    }
  })
  customers.sort((a, b) => b.atMs - a.atMs)
  const kept = customers.filter((row, index) => index < MOST_CUSTOMERS || row.mark !== null)
  return [botRow(stage, userid), ...groupRows(stage, userid), ...kept]
}

function markOf(known: SeedCustomer | undefined, userid: string): ChatRow['mark'] {
  if (!known) return null
  if (known.friends[0]?.userid !== userid) return 'colleague'
  return known.member ? null : 'unbound'
}

function botRow({ local }: Stage, userid: string): ChatRow {
  const last = local.messagesOf(userid).at(-1)
  const title = (last?.content.main_title as { title?: string } | undefined)?.title
  return {
    kind: 'bot',
    id: 'bot',
    name: '导购助手',
    text: title ?? String(last?.content.content ?? '有要跟进的客户时，我会在这里提醒你'),
    atMs: last?.sentAtMs ?? 0,
    mark: null,
  }
}

function groupRows({ local, chain, groups }: Stage, userid: string): ChatRow[] {
  const storeCode = chain.people.find((person) => person.userid === userid)?.storeCode
  return groups
    .filter((group) => group.storeCode === storeCode)
    .map(({ chatId }) => {
      const view = local.state.groups.get(chatId)?.views.at(-1)
      const last = local.groupChatOf(chatId).at(-1)
      const text = last ? textOf(last.message) : `${view?.members.length ?? 0} 位成员`
      return { kind: 'group', id: chatId, name: view?.name ?? '客户群', text, atMs: last?.atMs ?? 0, mark: null }
    })
}

function textOf(message: Record<string, unknown>): string {
  const text = message.text as { content?: string } | undefined
  return text?.content ?? '[卡片]'
}

/** What stands in one conversation; the bot's cards come with their buttons as WeCom shows them now. */
export function bubblesOf({ local, chain }: Stage, userid: string, kind: ChatRow['kind'], id: string) {
  if (kind === 'bot') return { cards: local.messagesOf(userid).slice(-30), bubbles: [] }
  const bubbles: Bubble[] = kind === 'group' ? local.groupChatOf(id) : local.chatOf(userid, id)
  const named = bubbles.slice(-60).map((bubble) => ({
    ...bubble,
    isMine: bubble.by === userid,
    name: chain.people.find((person) => person.userid === bubble.by)?.name,
  }))
  return { cards: [], bubbles: named }
}
