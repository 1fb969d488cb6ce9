import { expect } from 'chai'
import fc from 'fast-check'
import { rankRows } from '../../../app/domain/boards/rankRows.ts'

const row = (name: string, netFen: number, isNewcomer = false) => ({ name, netFen, orders: 1, isNewcomer })

describe('the ranks of a leaderboard', () => {
  it('are shared on a tie: 1, 1, 3', () => {
    const ranked = rankRows([row('lin', 500), row('zhou', 900), row('chen', 900)], 'netFen')
    expect(ranked.map(({ name, rank }) => [name, rank])).to.deep.equal([
      ['zhou', 1],
      ['chen', 1],
      ['lin', 3],
    ])
  })

  it("leave newcomers out, and newcomers take nobody's place", () => {
    const ranked = rankRows([row('new', 999, true), row('lin', 500), row('zhou', -20)], 'netFen')
    expect(ranked.map(({ name, rank }) => [name, rank])).to.deep.equal([
      ['lin', 1],
      ['zhou', 2],
      ['new', null],
    ])
  })

  it('are one more than the number of rows that did better', () => {
    const rows = fc.array(fc.record({ netFen: fc.integer({ min: -3, max: 3 }), isNewcomer: fc.boolean() }))
    fc.assert(
      fc.property(rows, (given) => {
        const ranked = rankRows(given, 'netFen')
        expect(ranked).to.have.length(given.length)
        for (const { netFen, rank, isNewcomer } of ranked) {
          const better = given.filter((other) => !other.isNewcomer && other.netFen > netFen).length
          expect(rank).to.equal(isNewcomer ? null : better + 1)
        }
      }),
    )
  })
})
