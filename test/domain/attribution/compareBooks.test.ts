import { expect } from 'chai'
import fc from 'fast-check'
import { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import { compareBooks, settledFen } from '../../../app/domain/attribution/compareBooks.ts'
import { cases, rulesArb } from './arbitraries.ts'
import { boundTo, buildOrder, CHEN, DAY_MS, LIN, PAID_MS, people, rules, servedBy, ZHOU } from './orderFactory.ts'

const regionOn = () => 'EAST'

describe('two books of one order', () => {
  it('under one and the same rules there is no difference at all', () => {
    fc.assert(
      fc.property(cases, ({ facts, rules }) => {
        const parts = compareBooks(bookOf(facts, rules, people), bookOf(facts, rules, people), regionOn)
        for (const { beforeFen, afterFen } of parts) expect(afterFen).to.equal(beforeFen)
      }),
    )
  })

  it('whatever the rules, what is gained is what is lost', () => {
    fc.assert(
      fc.property(cases, rulesArb, ({ facts, rules }, others) => {
        const [before, after] = [bookOf(facts, rules, people), bookOf(facts, others, people)]
        const parts = compareBooks(before, after, regionOn)
        const net = facts.lines.reduce((sum, { paidFen }) => sum + paidFen, 0) - refundedIn(before)
        expect(parts.reduce((sum, { beforeFen }) => sum + beforeFen, 0)).to.equal(net)
        expect(parts.reduce((sum, { afterFen }) => sum + afterFen, 0)).to.equal(net)
        expect(settledFen(after)).to.be.at.most(net)
      }),
    )
  })

  it('names each holder once, settled and pending together, in the region of the day', () => {
    const facts = buildOrder({
      lines: [{ lineNo: '1', paidFen: 1000, served: servedBy(ZHOU) }],
      buyer: boundTo(LIN),
      settlesAtMs: PAID_MS + DAY_MS,
      nowMs: PAID_MS + 2 * DAY_MS,
    })
    const split = { ...rules, shares: { brought: 60, served: 40, shared: 0, store: 0 } }
    const parts = compareBooks(bookOf(facts, rules, people), bookOf(facts, split, people), regionOn)
    expect(parts.map(({ account, beforeFen, afterFen }) => [account, beforeFen, afterFen])).to.have.deep.members([
      [`guide:${LIN}`, 1000, 600],
      [`guide:${ZHOU}`, 0, 400],
    ])
    expect(parts.some(({ account }) => account === `guide:${CHEN}`)).to.equal(false)
    expect(parts.map(({ regionCode }) => regionCode)).to.deep.equal(['EAST', 'EAST'])
  })
})

function refundedIn({ holders }: ReturnType<typeof bookOf>): number {
  return holders.reduce((sum, { refundedFen }) => sum + refundedFen, 0)
}
