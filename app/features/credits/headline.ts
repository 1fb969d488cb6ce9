import { formatYuan } from '../../domain/money.ts'
import type { HolderView } from './contract.ts'

export interface HeadlineFacts {
  /** Undecided: nothing was posted yet. */
  isDecided: boolean
  paidFen: number
  refundedFen: number
  waitingUntilText: string | undefined
}

/** Whose sale it is, in one line. */
export function headlineOf(holders: readonly HolderView[], facts: HeadlineFacts): string {
  const { isDecided, paidFen, refundedFen, waitingUntilText } = facts
  if (!isDecided) return '刚收到，正在算，稍后再看'
  const [first] = holders
  if (paidFen > 0 && refundedFen >= paidFen) return `这单已全部退款，${formatYuan(paidFen)} 都扣回了`
  if (!first) return '这单没有金额，不计业绩'
  const held = holders.filter(({ kind }) => kind !== 'unattributed')
  const openFen = holders.reduce((sum, one) => sum + (one.kind === 'unattributed' ? one.amountFen : 0), 0)
  const open = waitingUntilText ? `等认出买家，最晚等到${waitingUntilText}` : '由总部核对'
  if (held.length === 0) return `这单还没归人，${formatYuan(openFen)} ${open}`
  const rest = openFen === 0 ? '' : `；还有 ${formatYuan(openFen)} 没归人，${open}`
  if (held.length > 1) {
    const heldFen = held.reduce((sum, one) => sum + one.amountFen, 0)
    return `这单由${held.map(holderName).join('、')}分，共 ${formatYuan(heldFen)}${rest}`
  }
  const only = held[0] ?? first
  return `这单归${holderName(only)}，${formatYuan(only.amountFen)}${rest}`
}

function holderName({ kind, guideName, storeName, storeCode }: HolderView): string {
  if (kind === 'guide') return guideName ?? '一位导购'
  return kind === 'pool' ? `${storeName ?? storeCode ?? ''}门店池` : '待归属'
}
