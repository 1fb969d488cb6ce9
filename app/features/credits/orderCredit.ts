import { type EntityManager, In, IsNull, LessThanOrEqual, Not } from 'typeorm'
import { CreditObjection } from '../../db/entities/creditCases.ts'
import { Binding, CustomerEvent, IdentityKey } from '../../db/entities/customers.ts'
import { CreditExplanation, LedgerEntry, LedgerPosting } from '../../db/entities/ledger.ts'
import { Order, OrderLine, OrderLineGuide, Refund } from '../../db/entities/orders.ts'
import { Guide, Store } from '../../db/entities/org.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { type BuyerWords, buyerInWords } from './buyerWords.ts'
import { type Bystander, bystandersOf } from './bystanders.ts'
import { stepsInForce } from './explanations.ts'
import { findGuides } from './factRows.ts'
import { type CreditHolder, creditOfOrders } from './holders.ts'
import type { CreditSubject } from './policy.ts'

export interface OrderCreditData {
  order: Order
  lines: OrderLine[]
  postings: LedgerPosting[]
  entries: LedgerEntry[]
  holders: CreditHolder[]
  steps: ExplainStep[]
  ruleVersion: number | null
  buyer: BuyerWords
  bystanders: Bystander[]
  guideNames: ReadonlyMap<number, string>
  storeNames: ReadonlyMap<string, string>
  subject: CreditSubject
}

/** An order with everything that was ever posted for it, in a fixed number of queries. */
export async function findOrderCredit(
  read: EntityManager,
  source: string,
  orderNo: string,
): Promise<OrderCreditData | undefined> {
  const order = await read.findOneBy(Order, { source, orderNo })
  if (!order) return undefined
  const orderId = order.id
  const lines = await read.find(OrderLine, { where: { orderId }, order: { id: 'ASC' } })
  const postings = await postingsOf(read, order)
  const entries = await read.find(LedgerEntry, {
    where: { postingId: In(postings.map(({ id }) => id)) },
    order: { id: 'ASC' },
  })
  const explanation = await read.findOneBy(CreditExplanation, { orderId })
  const steps = stepsInForce(explanation, postings)
  const together = await read.findBy(OrderLineGuide, { orderId })
  const namedOn = [...lines.map((line) => line.servedByGuide), ...together.map(({ guide }) => guide)]
  const named = await findGuides(read, [order.sharedByGuide, ...namedOn])
  const objections = await read.findBy(CreditObjection, { orderId })
  const { bindings, bystanders, buyer } = await buyerOf(read, order, steps)
  const credited = entries.flatMap((entry) => entry.guideId ?? [])
  const told = [...steps, ...postings.flatMap((posting) => (posting.steps ?? []) as ExplainStep[])]
  const related = [...named.values(), ...bindings.map((binding) => binding.guideId), ...steps.flatMap(guidesOf)]
  const placed = [order, ...entries, ...objections]
  const storeCodes = [...placed.map(({ storeCode }) => storeCode), ...told.flatMap(storesOf)].flatMap(
    (code) => code ?? [],
  )
  const guides = await read.findBy(Guide, {
    id: In([...new Set([...credited, ...related, ...told.flatMap(guidesOf), ...bystanders.map((one) => one.guideId)])]),
  })
  const stores = await read.findBy(Store, { code: In([...new Set(storeCodes)]) })
  return {
    ...{ order, lines, postings, entries, steps, buyer, bystanders },
    holders: await creditOfOrders(read, [orderId]),
    ruleVersion: explanation?.ruleVersion ?? null,
    guideNames: new Map(guides.map((guide) => [guide.id, guide.name || guide.userId])),
    storeNames: new Map(stores.map((store) => [store.code, store.name])),
    subject: {
      creditedGuideIds: credited,
      relatedGuideIds: related,
      storeCodes: placed.flatMap(({ storeCode }) => storeCode ?? []),
    },
  }
}

/** How the buyer was recognised, whose customer they are or were, and who else had to do with them. */
async function buyerOf(read: EntityManager, order: Order, steps: readonly ExplainStep[]) {
  const { id: orderId, buyerCustomerId: externalUserId, paidAt: paidAtMs } = order
  if (externalUserId === null) return { bindings: [], bystanders: [], buyer: buyerInWords(order) }
  const bindings = await read.find(Binding, { where: { externalUserId }, order: { fromAt: 'ASC', id: 'ASC' } })
  const added = { externalUserId, kind: 'added', at: LessThanOrEqual(paidAtMs), guideId: Not(IsNull()) }
  const events = await read.find(CustomerEvent, { where: added, order: { at: 'ASC', id: 'ASC' } })
  const friendships = events.map(({ guideId, at: atMs }) => ({ guideId: guideId ?? 0, atMs }))
  return {
    bindings,
    bystanders: bystandersOf({ paidAtMs, steps, bindings, friendships }),
    buyer: buyerInWords(order, await typistOf(read, orderId, externalUserId)),
  }
}

/** Which guide named the order by its number. */
async function typistOf(read: EntityManager, orderId: number, externalUserId: string): Promise<string | undefined> {
  if (!(await read.existsBy(IdentityKey, { orderId, externalUserId }))) return undefined
  const told = await read.findOneBy(CustomerEvent, { onceKey: `order_claimed:${externalUserId}:${orderId}` })
  const guide = told?.guideId ? await read.findOneBy(Guide, { id: told.guideId }) : null
  return guide ? guide.name || guide.userId : '导购'
}

/** Those of the order, and of its refunds while they waited for it. */
async function postingsOf(read: EntityManager, { id: orderId, source, orderNo }: Order): Promise<LedgerPosting[]> {
  const refunds = await read.find(Refund, { select: { id: true }, where: { source, orderNo } })
  const waited = { orderId: IsNull(), refundId: In(refunds.map(({ id }) => id)) }
  return read.find(LedgerPosting, { where: [{ orderId }, waited], order: { id: 'ASC' } })
}

function guidesOf(step: ExplainStep): number[] {
  const own = 'guideId' in step ? [step.guideId] : []
  const parts = step.code === 'corrected' ? step.to : step.code === 'refunded' ? step.from : []
  return [...own, ...parts.flatMap(({ guideId }) => guideId ?? [])]
}

function storesOf(step: ExplainStep): string[] {
  const own = 'storeCode' in step ? [step.storeCode] : []
  const parts = step.code === 'corrected' ? step.to : step.code === 'refunded' ? step.from : []
  return [...own, ...parts.flatMap(({ storeCode }) => storeCode ?? [])]
}
