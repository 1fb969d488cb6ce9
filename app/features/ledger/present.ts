import type { LedgerClosing, LedgerProof } from '../../db/entities/ledgerProofs.ts'
import { type ClosingFacts, type ClosingRefusal, nextMonthToClose, refuseClosing } from '../../domain/ledger/closing.ts'
import { formatYuan } from '../../domain/money.ts'
import type { ClosingView, FaultKind, LedgerFault, LedgerView, ProofView } from './contract.ts'
import type { ChainState } from './queries.ts'

const FAULT_TEXT: Record<FaultKind, string> = {
  posting_unbalanced: '借贷不平',
  posting_empty: '没有分录',
  posting_without_order: '订单不见了',
  entry_astray: '分录与凭证对不上',
  order_off: '归属合计与实付不符',
  order_undecided: '超过一小时还没有归属',
  suspense_off: '挂账与待认领退款不符',
  suspense_astray: '挂账没有对应的退款',
  guide_day_off: '导购日汇总与流水不符',
  pool_day_off: '门店池日汇总与流水不符',
  guide_month_off: '导购月汇总与流水不符',
  posting_changed: '封存后被改动',
  posting_removed: '封存后被删除',
  posting_inserted: '封存后被插入',
  block_changed: '封存记录被改动',
  block_missing: '封存记录缺失',
  chain_rewritten: '封存链被改写或截断',
  closing_changed: '结账后金额变了',
  closing_late_posting: '结账后又记入该月',
  closing_undone: '结账月份被改回',
}

const NAMED: [pattern: RegExp, text: string][] = [
  [/^posting (-?\d+) of block (\d+)$/, '凭证 $1（第 $2 段）'],
  [/^posting (-?\d+) in (\S+)$/, '凭证 $1（$2）'],
  [/^posting (-?\d+)$/, '凭证 $1'],
  [/^entry (-?\d+) of posting (-?\d+)$/, '凭证 $2 的分录 $1'],
  [/^block (\d+)$/, '第 $1 段'],
  [/^order (.+)$/, '订单 $1'],
  [/^refund (.+)$/, '退款 $1'],
]

/** Of roll-ups and months: each word by itself. */
const WORD: Record<string, string> = {
  ...{ guide: '导购', pool: '门店池', unattributed: '待归属', suspense: '挂账', orders: '订单数' },
  ...{ online_fen: '线上', offline_fen: '门店', refund_fen: '退款', earned_fen: '新增', corrected_fen: '更正' },
  ...{ reversed_fen: '退款冲回', settled_fen: '结算', settled_later_fen: '结算后变动' },
  ...{ guidesFen: '导购', poolsFen: '门店池', unattributedFen: '待归属', suspenseFen: '挂账', salesFen: '销售' },
}

const MONTH = /^\d{4}-\d{2}$/

/** `2026年11月` */
const sayMonth = (month: string) => `${month.slice(0, 4)}年${Number(month.slice(5))}月`

function subjectText(subject: string): string {
  const named = NAMED.find(([pattern]) => pattern.test(subject))
  if (named) return subject.replace(...named)
  return subject
    .split(' ')
    .map((word) => WORD[word] ?? (MONTH.test(word) ? sayMonth(word) : word))
    .join(' ')
}

/** `导购月汇总与流水不符：导购 12 2026年11月 SH001 新增，多出 ¥1.00` */
export function faultText({ kind, subject, differenceFen }: LedgerFault): string {
  const what = `${FAULT_TEXT[kind]}：${subjectText(subject)}`
  if (differenceFen === undefined) return what
  // Roll-ups count orders as well, and a count is no money.
  const size = subject.endsWith(' orders') ? `${Math.abs(differenceFen)} 单` : formatYuan(Math.abs(differenceFen))
  return `${what}，${differenceFen > 0 ? '多出' : '少了'} ${size}`
}

export function refusalText(month: string, refusal: ClosingRefusal): string {
  switch (refusal.why) {
    case 'not_a_month':
      return '月份要写成 2026-10 这样'
    case 'already_closed':
      return `${sayMonth(month)}已经结账，结账后不能重开`
    case 'nothing_booked':
      return '账上还没有任何记录，不需要结账'
    case 'not_over':
      return `${sayMonth(month)}还没有过完，不能结账`
    case 'not_next':
      return `要按顺序结账，下一个是${sayMonth(refusal.next)}`
    case 'unproven':
      return '结账前要先核对账本：月末之后、最近 26 小时内还没有核对过'
    case 'proof_failed':
      return '账本核对有差错，查清之前不能结账'
  }
}

function presentProof(proof: LedgerProof): ProofView {
  const { at, isGood, postings, faultCount } = proof
  const faults = proof.faults as LedgerFault[]
  const shown = faults.map((fault) => ({ kind: fault.kind, text: faultText(fault) }))
  return { atMs: at, isGood, postings, faultCount, faults: shown }
}

export function presentClosing({ month, closedAt, closedBy, postings, totals }: LedgerClosing): ClosingView {
  const { guidesFen = 0, poolsFen = 0, unattributedFen = 0, suspenseFen = 0 } = totals
  const netSalesFen = guidesFen + poolsFen + unattributedFen + suspenseFen
  return {
    ...{ month, closedAtMs: closedAt, closedBy, postings },
    ...{ guidesFen, poolsFen, unattributedFen, suspenseFen, netSalesFen },
  }
}

export interface LedgerState {
  facts: ClosingFacts
  closings: LedgerClosing[]
  proof: LedgerProof | undefined
  chain: ChainState
}

export function presentLedger({ facts, closings, proof, chain }: LedgerState): LedgerView {
  const next = nextMonthToClose(facts)
  const refusal = next === undefined ? { why: 'nothing_booked' as const } : refuseClosing(next, facts)
  return {
    nextMonth: next ?? null,
    refusal: refusal ? refusalText(next ?? '', refusal) : null,
    closings: closings.map(presentClosing),
    lastProof: proof ? presentProof(proof) : null,
    chain,
  }
}
