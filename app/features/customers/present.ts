import { businessDayOf, daysBetween } from '../../domain/businessDay.ts'
import { formatYuan } from '../../domain/money.ts'
import { maskPhone } from '../../domain/phone.ts'
import type { CustomerPanel } from './contract.ts'
import type { CustomerHead, MemberRow } from './panelQueries.ts'
import type { SideRow } from './timelineQueries.ts'

const SOURCE_TEXT: Record<string, string> = {
  contact_way: '扫了导购的二维码',
  plain_add: '主动加了好友',
  group_join: '从门店客户群进来',
  share_link: '从分享链接进来',
  transfer: '由同事转接',
  manual: '由运营指定',
}

export function presentBinding(head: CustomerHead, actorGuideId: number): CustomerPanel['binding'] {
  if (head.boundGuideId === null) return null
  return {
    guideName: head.boundGuideName ?? '',
    storeName: head.boundStoreName ?? head.boundStoreCode,
    isMine: head.boundGuideId === actorGuideId,
    sinceMs: head.boundFromAt ?? 0,
    sourceText: SOURCE_TEXT[head.boundSource ?? ''] ?? '',
  }
}

/** Where in the lifecycle, in words: 首购第 7 天. */
export function stageText(head: CustomerHead, lastOrderAtMs: number | null, nowMs: number): string {
  const daysSince = (atMs: number) => Math.max(0, daysBetween(businessDayOf(atMs), businessDayOf(nowMs)))
  const sinceOrder = lastOrderAtMs === null ? undefined : daysSince(lastOrderAtMs)
  const ago = sinceOrder === undefined ? '' : ` · 上次购买 ${sinceOrder === 0 ? '今天' : `${sinceOrder} 天前`}`
  switch (head.stage) {
    case 'lead':
      return `新好友第 ${daysSince(head.addedAt || head.firstAddedAt) + 1} 天 · 还没买过`
    case 'new':
      return sinceOrder === undefined ? '首购客户' : sinceOrder === 0 ? '今天首购' : `首购第 ${sinceOrder} 天`
    case 'active':
      return `复购客${ago}`
    case 'loyal':
      return `忠实客${ago}`
    case 'silent':
      return `沉默${ago}`
    case 'churned':
      return `流失${ago}`
  }
}

/** Shown only when it is one. Of several, those that no contact holds yet are offered to choose from. */
export function presentMember(
  rows: readonly MemberRow[],
  unseal: (sealed: string) => string,
): Pick<CustomerPanel, 'memberState' | 'member' | 'memberCandidates'> {
  const linked = rows.filter(({ linkedTo }) => linkedTo !== null)
  const matching = linked.length > 0 ? linked : rows
  const [member] = matching
  if (!member) return { memberState: 'unbound', member: null, memberCandidates: [] }
  const masked = ({ phoneSealed }: MemberRow) => (phoneSealed === null ? null : maskPhone(unseal(phoneSealed)))
  if (matching.length > 1) {
    const offered = linked.length > 0 ? [] : rows
    const memberCandidates = offered.map((row) => ({
      memberNo: row.memberNo,
      tier: row.tier,
      phoneMasked: masked(row),
    }))
    return { memberState: 'several', member: null, memberCandidates }
  }
  const { memberNo, tier, points, birthday } = member
  const shown = { memberNo, tier, points, birthday, phoneMasked: masked(member) }
  return { memberState: 'bound', member: shown, memberCandidates: [] }
}

export function presentTags(rows: readonly SideRow[]): CustomerPanel['tags'] {
  return rows
    .filter(({ part }) => part === 'tag')
    .map(({ kind, a, b, id }) => ({ tagId: kind, name: a ?? '', groupName: b ?? '', isOn: id === 1 }))
}

export function presentNotes(rows: readonly SideRow[]): CustomerPanel['notes'] {
  return rows
    .filter(({ part }) => part === 'note')
    .sort((left, right) => right.at - left.at || right.id - left.id)
    .map(({ id, kind, a, b, n, at }) => ({
      id,
      authorName: kind ?? '',
      isMine: b === 'mine',
      isShared: Number(n) === 1,
      text: a ?? '',
      atMs: at,
    }))
}

const STAGE_NAME: Record<string, string> = {
  lead: '潜客',
  new: '新客',
  active: '复购客',
  loyal: '忠实客',
  silent: '沉默客户',
  churned: '流失客户',
}

export function presentEvents(rows: readonly SideRow[], limit: number): CustomerPanel['events'] {
  return rows
    .filter(({ part }) => part !== 'tag' && part !== 'note')
    .sort((left, right) => right.at - left.at || right.id - left.id)
    .slice(0, limit)
    .map((row) => ({ kind: row.part === 'event' ? row.kind : row.part, text: eventText(row), atMs: row.at }))
}

function eventText(row: SideRow): string {
  const who = row.b ?? ''
  switch (row.part) {
    case 'stage':
      return `变为${STAGE_NAME[row.kind] ?? row.kind}：${row.a ?? ''}`
    case 'send':
      return `${who}${row.kind === 'welcome' ? '的欢迎语' : ' 发送了'}「${shorten(row.a ?? '')}」`
    case 'order':
      return `${row.kind === 'online' ? '线上' : '门店'}购买 ${formatYuan(Number(row.n))}（${row.a ?? ''}）`
    case 'refund':
      return `退款 ${formatYuan(0 - Number(row.n))}（${row.b ?? row.a ?? ''}）`
    case 'complaint':
      return `${who} 登记了投诉：${shorten(row.a ?? '')}`
    case 'complaint_closed':
      return `${who} 处理完投诉：${shorten(row.a ?? '')}`
    case 'visit':
      return row.a ? `到${row.a}逛了逛` : '到店逛了逛'
    default:
      return happenedText(row.kind, who, dataOf(row.a))
  }
}

function happenedText(kind: string, who: string, data: Record<string, unknown>): string {
  switch (kind) {
    case 'added':
      return `加了 ${who} 为好友${data.source ? `（${SOURCE_TEXT[String(data.source)] ?? ''}）` : ''}`
    case 'half_added':
      return `申请加 ${who} 为好友`
    case 'lost':
      return data.by === 'guide' ? `${who} 删除了好友` : `客户删除了 ${who}`
    case 'transfer_failed':
      return `没有转接成功（${data.why === 'customer_limit_exceed' ? '对方好友已满' : '客户拒绝'}）`
    case 'group_joined':
      return '扫码加入门店客户群'
    case 'binding_ended':
      return `${who} 离职，归属结束`
    case 'tag_on':
      return `${who} 加了标签「${String(data.tag ?? '')}」`
    case 'tag_off':
      return `${who} 去掉标签「${String(data.tag ?? '')}」`
    case 'member_bound':
      return `${who} 绑定了会员`
    case 'order_claimed':
      return `${who} 认领了订单 ${String(data.orderNo ?? '')}`
    default:
      return kind
  }
}

function shorten(text: string): string {
  const signs = [...text.replace(/\s+/g, ' ')]
  return signs.length > 40 ? `${signs.slice(0, 40).join('')}…` : signs.join('')
}

function dataOf(json: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
