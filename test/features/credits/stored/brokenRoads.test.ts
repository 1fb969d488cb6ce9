import { AssertionError, expect } from 'chai'
import fc from 'fast-check'
import { type DatabaseKind, forEachDatabase } from '../../../support/db.ts'
import { brokenRoads } from './brokenRoads.ts'
import { type Property, properties } from './properties.ts'
import type { Spoil } from './spoil.ts'
import { tellings } from './stage.ts'

/** The same stories each time: whether a variant is caught must not be a matter of luck. */
const SEED = 20261121
const MOST_STORIES = 40

async function tryRoad(property: Property, kind: DatabaseKind, spoil: Spoil) {
  const told = fc.asyncProperty(tellings, (telling) => property({ kind, spoil }, telling))
  return fc.check(told, { seed: SEED, numRuns: MOST_STORIES, endOnFailure: true })
}

forEachDatabase((kind) =>
  describe(`what guards the stored road (${kind})`, function () {
    this.timeout(240_000)

    for (const { name, caughtBy, spoil } of brokenRoads) {
      it(`${name}: breaks "${caughtBy}"`, async () => {
        const property = properties[caughtBy] ?? expect.fail(`no property: ${caughtBy}`)
        const { failed, errorInstance } = await tryRoad(property, kind, spoil)
        expect(failed, 'survived').to.equal(true)
        // What stops with an error would be noticed by anyone; the property has to see what does not.
        expect(errorInstance, String(errorInstance)).to.be.instanceOf(AssertionError)
      })
    }
  }),
)

describe('the properties of the stored road', () => {
  it('each catch a broken variant', () => {
    expect([...new Set(brokenRoads.map(({ caughtBy }) => caughtBy))].sort()).to.deep.equal(
      Object.keys(properties).sort(),
    )
  })
})
