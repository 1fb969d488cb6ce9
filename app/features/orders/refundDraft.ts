import type { RefundDraft } from './bulkStore.ts'
import type { RefundContent } from './content.ts'
import type { NewException } from './store.ts'
import { type KnownNames, strangersOf } from './strangers.ts'

/** @param orderId null while the order is not there */
export function refundDraftOf(
  { lines, ...facts }: RefundContent,
  contentHash: string,
  orderId: number | null,
  nowMs: number,
): RefundDraft {
  const refundFen = lines.reduce((sum, line) => sum + line.refundFen, 0)
  return { refund: { ...facts, orderId, refundFen, contentHash, recordedAt: nowMs }, lines }
}

export function namedInRefund({ storeCode, guide }: RefundContent) {
  return { storeCode, guides: guide === null ? [] : [guide], products: [] }
}

/** What a person has to look at: names we do not know, and an order that is not there. */
export function mattersOfRefund(content: RefundContent, hasOrder: boolean, known: KnownNames): NewException[] {
  const { source, refundNo: number, orderNo, storeCode } = content
  const matters: { kind: string; subject: string }[] = strangersOf(namedInRefund(content), known)
  if (orderNo === null) matters.push({ kind: 'refund_without_order', subject: '' })
  else if (!hasOrder) matters.push({ kind: 'refund_waiting', subject: orderNo })
  return matters.map(({ kind, subject }) => ({ kind, source, number, subject, storeCode, detail: {} }))
}

/** The stored refund stays as it is; a person compares the two. */
export function refundConflictOf(content: RefundContent, contentHash: string): NewException {
  const { source, refundNo: number, storeCode } = content
  return { kind: 'refund_conflict', source, number, subject: contentHash, storeCode, detail: { received: content } }
}
