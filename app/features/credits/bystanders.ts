import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { guideName, type Names, sayInstant } from './namesInWords.ts'

/** A guide who had to do with the buyer and whom no rule had to look at: the first who would ask "and I?". */
export type Bystander = { guideId: number } & (
  | { code: 'bound_later'; fromMs: number }
  | { code: 'bound_before'; untilMs: number }
  | { code: 'friend_too'; addedMs: number; ofGuideId: number }
)

interface BuyerPast {
  paidAtMs: number
  steps: readonly ExplainStep[]
  bindings: readonly { guideId: number; fromAt: number; toAt: number | null }[]
  /** When guides became friends with the buyer. */
  friendships: readonly { guideId: number; atMs: number }[]
}

/** The step that says whose customer the buyer was; absent while nobody knows the buyer. */
export function stepOnOwner(steps: readonly ExplainStep[]): ExplainStep | undefined {
  return steps.findLast(({ code }) => code === 'to_bound_guide' || code === 'buyer_not_bound')
}

/** Each guide once, none of whom the steps speak already. */
export function bystandersOf({ paidAtMs, steps, bindings, friendships }: BuyerPast): Bystander[] {
  const owner = stepOnOwner(steps)
  if (!owner) return []
  const found = new Map<number, Bystander>()
  for (const { guideId, fromAt: fromMs } of bindings)
    if (fromMs > paidAtMs && !found.has(guideId)) found.set(guideId, { code: 'bound_later', guideId, fromMs })
  for (const { guideId, toAt: untilMs } of bindings)
    if (untilMs !== null && untilMs <= paidAtMs) found.set(guideId, { code: 'bound_before', guideId, untilMs })
  if (owner.code === 'to_bound_guide')
    for (const { guideId, atMs: addedMs } of friendships)
      if (addedMs <= paidAtMs && !found.has(guideId))
        found.set(guideId, { code: 'friend_too', guideId, addedMs, ofGuideId: owner.guideId })
  const told = new Set(steps.flatMap((step) => ('guideId' in step ? step.guideId : [])))
  return [...found.values()].filter(({ guideId }) => !told.has(guideId))
}

export function bystanderInWords(one: Bystander, names: Names): string {
  const who = guideName(one.guideId, names)
  switch (one.code) {
    case 'bound_later':
      return `没有计给${who}：买家 ${sayInstant(one.fromMs)}才成为${who}的客户，在付款之后，不往回算`
    case 'bound_before':
      return `没有计给${who}：买家到${sayInstant(one.untilMs)}为止是${who}的客户，付款时已经不是`
    case 'friend_too':
      return `没有计给${who}：${who} ${sayInstant(one.addedMs)}也加了买家好友，但付款时买家是${guideName(one.ofGuideId, names)}的客户`
  }
}
