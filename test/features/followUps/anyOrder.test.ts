import { createHmac } from 'node:crypto'
import { expect } from 'chai'
import { Product } from '../../../app/db/entities/org.ts'
import type { DomainEvent } from '../../../app/domain/events.ts'
import type { CalendarView } from '../../../app/features/followUps/contract.ts'
import { forEachDatabase } from '../../support/db.ts'
import { followUps, openShop, type Shop } from './shop.ts'

const CUSTOMER = 'wmAnyOrder1'
type Fact = (shop: Shop) => Promise<unknown>

async function post({ app }: Shop, path: string, body: object): Promise<void> {
  const raw = JSON.stringify(body)
  const timestamp = String(Math.floor(app.clock.nowMs() / 1000))
  const signature = createHmac('sha256', app.secrets.intake.mall!).update(`${timestamp}.${raw}`).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-huitouke-timestamp': timestamp,
    'x-huitouke-signature': `sha256=${signature}`,
  }
  const answer = await fetch(`${app.url}${path}`, { method: 'POST', headers, body: raw })
  expect(answer.status, await answer.text()).to.equal(200)
}

function order(orderNo: string, paidAt: string, productCode: string, delivery: 'shipping' | 'pickup'): Fact {
  const lines = [{ lineNo: '1', productCode, name: productCode, quantity: 1, paidFen: 9900 }]
  const head = { source: 'mall', orderNo, channel: 'online', orderedAt: paidAt, paidAt, delivery }
  return (shop) => post(shop, '/hooks/orders', { ...head, buyer: { externalUserId: CUSTOMER }, lines })
}

const CALL: DomainEvent = {
  ...{ name: 'PlaybookCalled' as const, playbookId: 'segment_call', externalUserId: CUSTOMER, anchorKey: 'segment:1' },
  ...{ startAtMs: Date.parse('2026-11-23T10:05:00+08:00'), data: { name: '回访' }, atMs: 1 },
}

/** Nothing of it is due on the day it becomes known: what a guide was shown meanwhile would rightly stay. */
const FACTS: Record<string, Fact> = {
  friend: async ({ app }) => app.local.customerAdds({ userid: 'guide.lin', externalUserId: CUSTOMER, name: '王芳芳' }),
  cream: order('A1', '2026-11-19T10:00:00+08:00', 'CREAM', 'shipping'),
  tea: order('A2', '2026-11-21T07:00:00+08:00', 'TEA', 'pickup'),
  creamAgain: order('A3', '2026-11-21T08:00:00+08:00', 'CREAM', 'shipping'),
  refund: (shop) =>
    post(shop, '/hooks/refunds', {
      ...{ source: 'mall', refundNo: 'R1', orderNo: 'A2', refundedAt: '2026-11-21T09:00:00+08:00' },
      lines: [{ lineNo: '1', refundFen: 9900 }],
    }),
  dayOff: async (shop) => shop.lin.post('/api/days-off', { day: '2026-11-22', isOff: true }),
  call: ({ app }) => app.deps.db.transaction((tx) => app.deps.emit(tx, CALL)),
}

const ORDERS: (keyof typeof FACTS)[][] = [
  ['friend', 'cream', 'tea', 'refund', 'creamAgain', 'dayOff', 'call'],
  ['call', 'refund', 'creamAgain', 'tea', 'dayOff', 'cream', 'friend'],
  ['creamAgain', 'dayOff', 'friend', 'call', 'refund', 'cream', 'tea'],
]

/** Everything the plan says, without ids, which do depend on arrival. */
async function planAfter(shop: Shop, order: readonly string[]) {
  await shop.app.deps.db.transaction((tx) =>
    tx.insert(Product, [
      { code: 'CREAM', name: '面霜', category: '护肤', cycleDays: 40, isSlowEffect: false },
      { code: 'TEA', name: '白茶', category: '茶叶', cycleDays: 30, isSlowEffect: true },
    ]),
  )
  for (const name of order) {
    await FACTS[name]?.(shop)
    await shop.app.settle()
  }
  const stored = await followUps(shop, CUSTOMER)
  const names = new Map(Object.entries(shop.guideIds).map(([name, id]) => [id, name]))
  const open = stored.filter(({ state }) => state === 'planned' || state === 'due')
  const answer = await shop.lin.get(`/api/customers/${CUSTOMER}/calendar`)
  const { rows } = (await answer.json()) as CalendarView
  const told = rows.map(({ playbook, title, product, state, atMs, why, reason }) =>
    [playbook, title, product, state, atMs, why, reason].join(' | '),
  )
  return {
    open: open
      .map(({ playbookId, stepId, reasonData, dueAt, movedBecause, guideId }) =>
        [playbookId, stepId, reasonData.productName, dueAt, movedBecause, names.get(guideId)].join(' | '),
      )
      .sort(),
    told: told.sort(),
  }
}

forEachDatabase((kind) =>
  describe(`facts in any order (${kind})`, () => {
    it('end in the same calendar, stored and told', async () => {
      const plans = []
      for (const order of ORDERS) {
        const shop = await openShop(kind)
        try {
          plans.push(await planAfter(shop, order))
        } finally {
          await shop.app.stop()
        }
      }
      const [first, ...others] = plans
      expect(first?.open.length).to.be.greaterThan(3)
      for (const other of others) expect(other).to.deep.equal(first)
    }).timeout(240_000)
  }),
)
