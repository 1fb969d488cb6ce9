import { expect } from 'chai'
import { CustomerEvent, IdentityKey } from '../../../../app/db/entities/customers.ts'
import { casesOfOrder } from '../../../../app/features/creditCases/queries.ts'
import type { OrderCredit } from '../../../../app/features/credits/contract.ts'
import { findOrderCredit, type OrderCreditData } from '../../../../app/features/credits/orderCredit.ts'
import { presentOrderCredit } from '../../../../app/features/credits/present.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../../support/db.ts'
import { addCustomer, at, bind, createBench, seedChain } from '../ledgerBench.ts'

export const JUDGED = '按付款当天的规则（第 1 版「先到先得」）判定'
export const AGAIN = '仍按付款当天的规则（第 1 版「先到先得」）重新判定'
export const MAY_CLAIM = '认识买家的导购，可以在客户资料里填这张单的订单号来认领'
export const ANONYMOUS = '单上没有留买家的手机号或会员号，看不出是谁的客户'

/** `it`s about the words, on each database, every one with a chain of its own. */
export function describeWhy(what: string, tests: (opened: () => WhyBench) => void): void {
  forEachDatabase((kind) =>
    describe(`why: ${what} (${kind})`, () => {
      let test: TestDatabase
      let opened: WhyBench
      beforeEach(async () => {
        test = await openTestDatabase(kind)
        opened = await openWhy(test)
      })
      afterEach(() => test.drop())
      tests(() => opened)
    }),
  )
}

export type WhyBench = Awaited<ReturnType<typeof openWhy>>

async function openWhy({ db }: TestDatabase) {
  const bench = createBench(db)
  const guides = await seedChain(db)
  const load = async (orderNo: string): Promise<OrderCreditData> => {
    const data = await findOrderCredit(db.read, 'pos-east', orderNo)
    if (!data) throw new Error('no order')
    return data
  }
  const tell = async (orderNo = 'N1'): Promise<OrderCredit> => {
    const data = await load(orderNo)
    const cases = await casesOfOrder(db.read, { guideId: guides.lin, role: 'guide' }, data.order.id)
    return presentOrderCredit(data, cases, bench.deps.rules.attribution)
  }
  return {
    ...{ db, bench, guides, load, tell },
    given: async (over: Record<string, unknown>) => {
      expect(await bench.order(over)).to.deep.equal({ kind: 'recorded' })
      await bench.settle()
    },
    refunded: async (over: Record<string, unknown> = {}) => {
      await bench.refund(over)
      await bench.settle()
    },
    /** The story as a guide reads it: each chapter with what it moved. */
    read: async (orderNo?: string): Promise<string[]> => {
      const { headline, story } = await tell(orderNo)
      return [headline, ...story.flatMap(inLines)]
    },
    boundTo: async (guideId: number, id = 'wm1') => {
      await addCustomer(db, id, '2026-10-01')
      await bind(db, id, guideId, '2026-10-01')
    },
    alsoFriend: (guideId: number, since: string, externalUserId = 'wm1') =>
      db.transaction((tx) =>
        tx.insert(CustomerEvent, {
          ...{ externalUserId, guideId, kind: 'added', at: at(since), data: {} },
          onceKey: `added/${externalUserId}/${guideId}`,
        }),
      ),
    /** The guide typed the order's number in the customer's sidebar. */
    claimed: (guideId: number, orderId: number, externalUserId = 'wm1') =>
      db.transaction((tx) =>
        tx.insert(CustomerEvent, {
          ...{ externalUserId, guideId, kind: 'order_claimed', at: at('2026-11-30'), data: {} },
          onceKey: `order_claimed:${externalUserId}:${orderId}`,
        }),
      ),
    identify: async (phone: string, externalUserId: string, since: string, orderId: number | null = null) => {
      const keyHash = bench.deps.vault.keyOf('phone', phone)
      const link = { kind: 'phone', keyHash, externalUserId, sinceAt: at(since), source: 'guide', orderId } as const
      await db.transaction((tx) => tx.insert(IdentityKey, link))
      await bench.emit({ name: 'CustomerIdentified', externalUserId, atMs: at(since) })
      await bench.settle()
    },
  }
}

function inLines({ title, moves, bookedText, sentences }: OrderCredit['story'][number]): string[] {
  const moved = moves.map(({ name, amountFen }) => `${name} ${amountFen}`)
  return [[`# ${title}`, ...moved, bookedText].filter(Boolean).join(' '), ...sentences]
}

export const line = (over: Record<string, unknown> = {}) => ({
  lineNo: '1',
  name: '茶',
  quantity: 1,
  paidFen: 19900,
  ...over,
})
