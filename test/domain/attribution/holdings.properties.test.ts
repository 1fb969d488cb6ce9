import { expect } from 'chai'
import { bookOf } from '../../../app/domain/attribution/bookOf.ts'
import { bookOfOrphanRefund } from '../../../app/domain/attribution/bookOfOrphanRefund.ts'
import { correctionProperties } from './correctionProperties.ts'
import { holdingMutants } from './holdingMutants.ts'
import { holdingProperties } from './holdingProperties.ts'
import { partProperties } from './partProperties.ts'

const properties = { ...partProperties, ...correctionProperties, ...holdingProperties }

describe('parts, corrections, settlement and suspense, whatever the facts', () => {
  for (const [sentence, property] of Object.entries(properties))
    it(sentence, () => property({ bookOf, bookOfOrphanRefund }))

  it('has a broken variant for each of these properties', () => {
    const caught = new Set(holdingMutants.map(({ caughtBy }) => caughtBy))
    expect([...caught].sort()).to.deep.equal(Object.keys(properties).sort())
  })
})

describe('broken parts, corrections, settlement or suspense are caught', () => {
  for (const { name, caughtBy, books } of holdingMutants) {
    it(`${name}: breaks "${caughtBy}"`, () => {
      expect(() => properties[caughtBy]?.(books)).to.throw(/Property failed/)
    })
  }
})
