import { type EntityManager, In } from 'typeorm'
import { Binding } from '../../db/entities/customers.ts'
import { CreditExplanation, LedgerEntry, LedgerPosting } from '../../db/entities/ledger.ts'
import { Order, OrderLine } from '../../db/entities/orders.ts'
import { Guide, Store } from '../../db/entities/org.ts'
import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { findGuides } from './facts.ts'
import type { CreditSubject } from './policy.ts'
import { type CreditHolder, creditOfOrders } from './queries.ts'

export interface OrderCreditData {
  order: Order
  lines: OrderLine[]
  postings: LedgerPosting[]
  entries: LedgerEntry[]
  holders: CreditHolder[]
  steps: ExplainStep[]
  ruleVersion: number | null
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
  const postings = await read.find(LedgerPosting, { where: { orderId }, order: { id: 'ASC' } })
  const entries = await read.find(LedgerEntry, { where: { orderId }, order: { id: 'ASC' } })
  const explanation = await read.findOneBy(CreditExplanation, { orderId })
  const steps = (explanation?.steps ?? []) as ExplainStep[]
  const named = await findGuides(read, [order.sharedByGuide, ...lines.map((line) => line.servedByGuide)])
  const { buyerCustomerId } = order
  const bindings = buyerCustomerId === null ? [] : await read.findBy(Binding, { externalUserId: buyerCustomerId })
  const credited = entries.flatMap((entry) => entry.guideId ?? [])
  const related = [...named.values(), ...bindings.map((binding) => binding.guideId)]
  const storeCodes = [order.storeCode, ...entries.map((entry) => entry.storeCode)].flatMap((code) => code ?? [])
  const guides = await read.findBy(Guide, { id: In([...new Set([...credited, ...related])]) })
  const stores = await read.findBy(Store, { code: In([...new Set(storeCodes)]) })
  return {
    ...{ order, lines, postings, entries, steps },
    holders: await creditOfOrders(read, [orderId]),
    ruleVersion: explanation?.ruleVersion ?? null,
    guideNames: new Map(guides.map((guide) => [guide.id, guide.name || guide.userId])),
    storeNames: new Map(stores.map((store) => [store.code, store.name])),
    subject: { creditedGuideIds: credited, relatedGuideIds: related, storeCodes },
  }
}
