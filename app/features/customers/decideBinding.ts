import type { Binding, BindingSource } from '../../db/entities/customers.ts'

/** A guide of ours and a customer met: by QR, by hand, or through the store's group. */
export interface Touch {
  guideId: number
  storeCode: string | null
  source: BindingSource
  stateToken: string | null
  atMs: number
  /** The guide whose customer it was until this hand-over in WeCom. */
  takesFrom?: number | undefined
}

export type BindingDecision =
  | { kind: 'keep' }
  | { kind: 'open' }
  /** The touch is earlier than the one the open binding stands on, and only arrived later. */
  | { kind: 'move_back'; bindingId: number; fromGuideId: number }
  /** The administrator gave the customer to another guide: the open binding ends where the new one begins. */
  | { kind: 'hand_over'; bindingId: number; fromGuideId: number }

/** Ways of meeting that "first touch" chooses between; what an operator or a transfer set, no late event unsets. */
const BY_TOUCH: readonly BindingSource[] = ['contact_way', 'plain_add', 'group_join', 'share_link']

/**
 * First touch, kept until the guide leaves or an operator moves it: the earliest meeting binds, whatever order the
 * meetings are told in. A later guide who adds the same customer gets a relation, not the binding.
 */
export function decideBinding(
  bindings: readonly Pick<Binding, 'id' | 'guideId' | 'fromAt' | 'toAt' | 'source' | 'openKey'>[],
  touch: Touch,
): BindingDecision {
  const given = bindings.find(({ openKey, guideId }) => openKey !== null && guideId === touch.takesFrom)
  if (given && given.guideId !== touch.guideId && given.fromAt <= touch.atMs)
    return { kind: 'hand_over', bindingId: given.id, fromGuideId: given.guideId }
  if (bindings.some(({ fromAt, toAt }) => fromAt <= touch.atMs && (toAt === null || toAt > touch.atMs)))
    return { kind: 'keep' }
  const later = bindings.filter(({ fromAt }) => fromAt > touch.atMs)
  const [next] = [...later].sort((a, b) => a.fromAt - b.fromAt)
  if (!next) return { kind: 'open' }
  const isMovable = next.openKey !== null && BY_TOUCH.includes(next.source)
  return isMovable ? { kind: 'move_back', bindingId: next.id, fromGuideId: next.guideId } : { kind: 'keep' }
}
