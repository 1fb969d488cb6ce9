import { expect } from 'chai'
import { planChain, REGIONS } from '../../../demo/seed/chain.ts'
import { firstAdded, planCustomers } from '../../../demo/seed/customers.ts'
import { planOrders } from '../../../demo/seed/orders.ts'
import { PRODUCTS } from '../../../demo/seed/products.ts'
import { createDice } from '../../../demo/seed/random.ts'
import { planSales } from '../../../demo/seed/sales.ts'
import { DAY_MS, openingMs } from '../../../demo/seed/time.ts'

const NOON_MS = Date.parse('2026-11-21T12:00:00+08:00')
const OPENING_MS = openingMs(NOON_MS)
const COUNTS = { customers: 600, strangers: 40 }

const plan = () => {
  const chain = planChain()
  const customers = planCustomers(chain, COUNTS, OPENING_MS)
  const thrown = planOrders(chain, customers, { season: 500, earlier: 100 }, OPENING_MS)
  const told = planSales(customers, OPENING_MS)
  const [orders, refunds] = [
    [...thrown.orders, ...told.orders],
    [...thrown.refunds, ...told.refunds],
  ]
  return { chain, customers, orders, refunds }
}

describe('demo: the seeded chain of shops', () => {
  it('opens at the next 10:12 in Shanghai, when the follow-ups of the morning are out', () => {
    expect(new Date(OPENING_MS).toISOString()).to.equal('2026-11-22T02:12:00.000Z')
    expect(openingMs(OPENING_MS)).to.equal(OPENING_MS)
    expect(openingMs(OPENING_MS + 1)).to.equal(OPENING_MS + DAY_MS)
  })

  it('is the same chain every time', () => {
    expect(JSON.stringify(plan())).to.equal(JSON.stringify(plan()))
    const [one, other] = [createDice(1), createDice(2)]
    expect(one.next()).to.not.equal(other.next())
  })

  it('has three regions, twelve stores, sixty guides, and a manager for each store and region', () => {
    const { people, stores } = planChain()
    const countOf = (role: string) => people.filter((person) => person.role === role).length
    expect([REGIONS.length, stores.length]).to.deep.equal([3, 12])
    expect(['guide', 'store_manager', 'region_manager', 'operator'].map(countOf)).to.deep.equal([60, 12, 3, 1])
    expect(new Set(people.map(({ userid }) => userid)).size).to.equal(people.length)
  })

  it('gives every store a group of its own owner, since statistics come per owner', () => {
    const owners = planChain().stores.map(({ managerUserId }) => managerUserId)
    expect(new Set(owners).size).to.equal(12)
  })

  it('gives every person an identity of their own, and some an awkward name', () => {
    const { customers } = plan()
    const distinct = (values: (string | undefined)[]) => {
      const given = values.filter((value) => value !== undefined)
      return new Set(given).size === given.length
    }
    expect(distinct(customers.map(({ unionid }) => unionid))).to.equal(true)
    expect(distinct(customers.map(({ member }) => member?.phone))).to.equal(true)
    expect(distinct(customers.map(({ member }) => member?.memberNo))).to.equal(true)
    for (const { member } of customers) if (member) expect(member.phone).to.match(/^1[3-9]\d{9}$/)
    expect(customers.map(({ name }) => name)).to.include.members(['<b>小王</b>', '{{name}}'])
  })

  it('lets nothing happen after the opening, and sells at exact prices in fen', () => {
    const { customers, orders, refunds } = plan()
    for (const customer of customers)
      if (customer.friends.length > 0) expect(firstAdded(customer)).to.be.below(OPENING_MS)
    for (const { paidAt, lines } of orders) {
      expect(Date.parse(paidAt)).to.be.below(OPENING_MS)
      for (const { paidFen } of lines) expect(Number.isSafeInteger(paidFen) && paidFen > 0).to.equal(true)
    }
    for (const { refundedAt } of refunds) expect(Date.parse(refundedAt)).to.be.below(OPENING_MS)
  })

  it('never takes back more than was paid, nor an order that is not there', () => {
    const { orders, refunds } = plan()
    expect(refunds.length).to.be.greaterThan(10)
    for (const refund of refunds) {
      const order = orders.find(({ orderNo }) => orderNo === refund.orderNo)
      for (const { lineNo, refundFen } of refund.lines) {
        const line = order?.lines.find((each) => each.lineNo === lineNo)
        expect(refundFen).to.be.at.most(line?.paidFen ?? -1)
      }
    }
  })

  it('numbers every order and refund once', () => {
    const { orders, refunds } = plan()
    const numbers = [...orders.map(({ orderNo }) => orderNo), ...refunds.map(({ refundNo }) => refundNo)]
    expect(new Set(numbers).size).to.equal(numbers.length)
    expect(PRODUCTS.map(({ code }) => code)).to.include.members([
      ...new Set(orders.flatMap(({ lines }) => lines.map(({ productCode }) => productCode))),
    ])
  })
})
