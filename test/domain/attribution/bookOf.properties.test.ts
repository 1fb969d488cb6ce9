import { expect } from 'chai'
import { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import { differenceToPost } from '../../../app/domain/attribution/differenceToPost.ts'
import { mutants } from './mutants.ts'
import { properties } from './properties.ts'

describe('the ledger of an order, whatever the facts', () => {
  for (const [sentence, property] of Object.entries(properties)) {
    it(sentence, () => property({ bookOf, differenceToPost }))
  }

  it('has a broken variant for each of these properties', () => {
    expect([...new Set(mutants.map((mutant) => mutant.caughtBy))].sort()).to.deep.equal(Object.keys(properties).sort())
  })
})

describe('a broken ledger is caught', () => {
  for (const { name, caughtBy, implementation } of mutants) {
    it(`${name}: breaks "${caughtBy}"`, () => {
      const property = properties[caughtBy]
      expect(property, caughtBy).to.be.a('function')
      expect(() => property?.(implementation)).to.throw(/Property failed/)
    })
  }
})
