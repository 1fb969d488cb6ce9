import { expect } from 'chai'
import { claimOf } from '../../../app/domain/attribution/claims.ts'
import { claimMutants } from './claimMutants.ts'
import { claimProperties } from './claimProperties.ts'

describe('a claim by touches, whatever they are', () => {
  for (const [sentence, property] of Object.entries(claimProperties)) it(sentence, () => property(claimOf))

  it('has a broken variant for each of these properties', () => {
    const caught = new Set(claimMutants.map(({ caughtBy }) => caughtBy))
    expect([...caught].sort()).to.deep.equal(Object.keys(claimProperties).sort())
  })
})

describe('a broken claim is caught', () => {
  for (const { name, caughtBy, claim } of claimMutants) {
    it(`${name}: breaks "${caughtBy}"`, () => {
      expect(() => claimProperties[caughtBy]?.(claim)).to.throw(/Property failed/)
    })
  }
})
