import { businessDayOf } from '../../domain/businessDay.ts'
import type { OrderContent } from './content.ts'
import type { OrderDraft } from './contract.ts'

export function draftOf(content: OrderContent, contentHash: string, nowMs: number): OrderDraft {
  const { source, orderNo, channel, storeCode, orderedAt, paidAt, completedAt, delivery, sharedByGuide } = content
  const { phoneKey, memberNo, unionKey, externalUserId, lines, ownerGuide = null } = content
  const hasBuyer = phoneKey !== null || memberNo !== null || unionKey !== null || externalUserId !== null
  return {
    order: {
      source,
      orderNo,
      channel,
      storeCode,
      orderedAt,
      paidAt,
      completedAt,
      delivery,
      sharedByGuide,
      ownerGuide,
      buyerPhoneKey: phoneKey,
      buyerMemberNo: memberNo,
      buyerUnionKey: unionKey,
      buyerExternalUserId: externalUserId,
      buyerState: hasBuyer ? 'unmatched' : 'none',
      buyerCustomerId: null,
      buyerKnownAt: null,
      paidFen: lines.reduce((sum, line) => sum + line.paidFen, 0),
      refundedFen: 0,
      businessDay: businessDayOf(paidAt),
      contentHash,
      waitingUntil: null,
      settlesAt: null,
      recordedAt: nowMs,
    },
    lines: lines.map(({ lineNo, productCode, name, quantity, paidFen, servedByGuide }) => ({
      lineNo,
      productCode,
      name,
      quantity,
      paidFen,
      servedByGuide,
    })),
    together: lines.flatMap(({ lineNo, servedBy = [] }) =>
      servedBy.map(({ guide, parts }, position) => ({ lineNo, position, guide, parts })),
    ),
  }
}

/** Every guide the order names as having sold it. */
export function namedGuides({ lines, sharedByGuide }: OrderContent): string[] {
  const served = lines.flatMap(({ servedByGuide, servedBy = [] }) => [
    ...(servedByGuide === null ? [] : [servedByGuide]),
    ...servedBy.map(({ guide }) => guide),
  ])
  return sharedByGuide === null ? served : [...served, sharedByGuide]
}

export function namedProducts({ lines }: OrderContent): string[] {
  return lines.flatMap(({ productCode }) => productCode ?? [])
}
