import { expect } from 'chai'
import { planCalendar } from '../../../app/domain/followUps/planCalendar.ts'
import { mutants } from './calendarMutants.ts'
import { properties } from './calendarProperties.ts'

describe('the calendar of a customer, whatever the facts', () => {
  for (const [sentence, property] of Object.entries(properties)) {
    it(sentence, () => property(planCalendar))
  }

  it('has a broken variant for each of these properties', () => {
    expect([...new Set(mutants.map((mutant) => mutant.caughtBy))].sort()).to.deep.equal(Object.keys(properties).sort())
  })
})

describe('a broken calendar is caught', () => {
  for (const { name, caughtBy, plan } of mutants) {
    it(`${name}: breaks "${caughtBy}"`, () => {
      const property = properties[caughtBy]
      expect(property, caughtBy).to.be.a('function')
      expect(() => property?.(plan)).to.throw(/Property failed/)
    })
  }
})
