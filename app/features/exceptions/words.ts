import type { IntakeException, Order, Refund } from '../../db/entities/orders.ts'
import { formatYuan } from '../../domain/money.ts'
import { EXCEPTION_KINDS, type ExceptionView } from './contract.ts'

type Words = Pick<ExceptionView, 'kindText' | 'text' | 'advice'>

const ADVICE: Readonly<Record<string, string>> = {
  unknown_store: '导入这家门店后会自动重算；写错了就标为已处理。',
  unknown_guide: '导入这位导购后会自动重算；写错了就标为已处理。',
  unknown_product: '导入这个商品后会自动消掉。',
  order_conflict: '账上仍是先到的那份。和来源核对后标为已处理；金额真的变了，请来源补一张退款单或新订单。',
  refund_conflict: '账上仍是先到的那份。和来源核对后标为已处理。',
  refund_waiting: '订单到了会自动对上。一直不来，请来源补传订单。',
  refund_without_order: '已从单上的导购或门店扣。知道原订单的话，请来源补上再传。',
  over_refund: '多出的部分没有从任何人扣。和来源核对后标为已处理。',
  buyer_conflict: '在客户资料里选定会员，再点重新计算。',
  vendor_unreadable: '没有记账。到商城后台核对这一单；请商城重新推送，读得出来就会自动消掉。',
  vendor_refused: '没有记账。检查商城应用的权限，再请商城重新推送或用 npm run replay 重试。',
}

/** What happened, for an operator who has never seen such a matter. */
export function exceptionInWords(matter: IntakeException): Words {
  const { kind } = matter
  return { kindText: EXCEPTION_KINDS[kind] ?? kind, text: textOf(matter), advice: ADVICE[kind] ?? '核对后标为已处理。' }
}

function textOf({ kind, subject, number, detail }: IntakeException): string {
  const { orderNo, overFen, why, externalUserIds, faults, reason } = detail as Record<string, unknown>
  switch (kind) {
    case 'unknown_store':
      return `${number} 写的门店“${subject}”我们没有`
    case 'unknown_guide':
      return `${number} 写的导购“${subject}”我们没有`
    case 'unknown_product':
      return `${number} 里的商品“${subject}”我们没有`
    case 'order_conflict':
      return `订单 ${number} 又来了一次，内容和已存的不同`
    case 'refund_conflict':
      return `退款 ${number} 又来了一次，内容和已存的不同`
    case 'refund_waiting':
      return `退款 ${number} 的原订单 ${subject} 还没到，先挂账`
    case 'refund_without_order':
      return `退款 ${number} 没有写原订单`
    case 'over_refund':
      return `退款 ${number} 比订单 ${String(orderNo ?? '')} 第 ${subject} 行${why === 'no_such_line' ? '（没有这一行）' : '实付'}多 ${formatYuan(Number(overFen ?? 0))}`
    case 'buyer_conflict':
      return `订单 ${number} 的买家同时对上 ${Array.isArray(externalUserIds) ? externalUserIds.length : '几'} 位客户`
    case 'vendor_unreadable':
      return `${number}（${subject}）：${faultsText(faults)}`
    case 'vendor_refused':
      return `${number}（${subject}）：${String(reason ?? '')}`
    default:
      return `${number} ${subject}`.trim()
  }
}

function faultsText(faults: unknown): string {
  const rows = Array.isArray(faults) ? (faults as { path?: string; message?: string }[]) : []
  return rows.map(({ path, message }) => `${path ?? ''} ${message ?? ''}`.trim()).join('；')
}

type Known = Pick<Order, 'paidFen' | 'storeCode' | 'paidAt'> | Pick<Refund, 'refundFen' | 'storeCode' | 'refundedAt'>

/** The fields in which two contents under one number differ. Who the buyer is stays out of it: keys say nothing to people. */
export function differencesOf({ kind, detail }: IntakeException, stored: Known | undefined) {
  const received = (detail as { received?: { storeCode?: string | null; lines?: Record<string, number>[] } }).received
  if (!received || !stored) return []
  const isOrder = kind === 'order_conflict'
  const amount = isOrder ? 'paidFen' : 'refundFen'
  const receivedFen = (received.lines ?? []).reduce((sum, line) => sum + Number(line[amount] ?? 0), 0)
  const storedFen = 'paidFen' in stored ? stored.paidFen : stored.refundFen
  const at = isOrder ? 'paidAt' : 'refundedAt'
  const rows = [
    { field: isOrder ? '实付' : '退款', stored: formatYuan(storedFen), received: formatYuan(receivedFen) },
    { field: '门店', stored: stored.storeCode ?? '没有写', received: received.storeCode ?? '没有写' },
    {
      field: isOrder ? '支付时间' : '退款时间',
      stored: timeText('paidAt' in stored ? stored.paidAt : stored.refundedAt),
      received: timeText(Number((received as Record<string, unknown>)[at])),
    },
  ]
  const different = rows.filter((row) => row.stored !== row.received)
  return different.length > 0 ? different : [{ field: '其他', stored: '导购、商品或买家', received: '与已存的不同' }]
}

const OFFSET_MS = 8 * 3_600_000

function timeText(atMs: number): string {
  return new Date(atMs + OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ')
}
