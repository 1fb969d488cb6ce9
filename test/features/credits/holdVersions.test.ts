import { expect } from 'chai'
import { stringify } from 'yaml'
import { AttributionVersionRow } from '../../../app/db/entities/creditCases.ts'
import { DEFAULT_ATTRIBUTION_RULES } from '../../../app/domain/attribution/rules.ts'
import { holdVersions } from '../../../app/features/credits/commands/holdVersions.ts'
import { type AttributionVersion, readAttribution } from '../../../config/attributionRules.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { type Bench, createBench, seedChain } from './ledgerBench.ts'

const NOW = '2026-11-21T15:00:00'
const FIRST = version(1, '2000-01-01')

function version(number: number, effectiveFrom: string, waitDays = 30): AttributionVersion {
  return readAttribution(stringify({ ...DEFAULT_ATTRIBUTION_RULES, version: number, effectiveFrom, waitDays }))
}

forEachDatabase((kind) =>
  describe(`versions of the rules at the start (${kind})`, () => {
    let test: TestDatabase
    let bench: Bench

    beforeEach(async () => {
      test = await openTestDatabase(kind)
      bench = createBench(test.db, NOW)
      await seedChain(test.db)
    })
    afterEach(() => test.drop())

    /** What the start says to these files: nothing, or why not. */
    const startWith = (...attribution: AttributionVersion[]) =>
      holdVersions({ ...bench.deps, rules: { ...bench.deps.rules, attribution } }).then(
        () => 'starts',
        ({ message }: Error) => message,
      )
    const kept = async () => (await test.db.read.find(AttributionVersionRow)).map((row) => row.version).sort()
    const sell = async () => {
      await bench.order()
      await bench.settle()
    }

    it('are kept as they first were, however often and by however many at once', async () => {
      const starts = await Promise.all([1, 2, 3].map(() => startWith(FIRST, version(2, '2026-12-01'))))
      expect(starts).to.deep.equal(['starts', 'starts', 'starts'])
      expect(await kept()).to.deep.equal([1, 2])
    })

    it('may come with several on the first day: nothing was sold under any', async () => {
      expect(await startWith(FIRST, version(2, '2026-10-01'))).to.equal('starts')
    })

    it('in force must not change, nor be taken away', async () => {
      await startWith(FIRST)
      const changed = 'config/attribution: version 1 is in force and must not change; write a new version'
      expect(await startWith(version(1, '2000-01-01', 7))).to.equal(changed)
      const missing = 'config/attribution: version 1 is missing, and sales were decided by it'
      expect(await startWith(version(2, '2026-12-01'))).to.equal(missing)
    })

    it('still to come may be rewritten, put off and given up, also once its day has passed', async () => {
      await startWith(FIRST, version(2, '2026-12-01'))
      expect(await startWith(FIRST, version(2, '2026-12-01', 7))).to.equal('starts')
      expect(await startWith(FIRST, version(2, '2026-12-15', 7))).to.equal('starts')
      expect(await startWith(FIRST)).to.equal('starts')
      bench.setNow('2026-12-20T12:00:00')
      expect(await startWith(FIRST)).to.equal('starts')
      expect(await kept()).to.deep.equal([1])
    })

    it('a new one never reaches back to a day whose sales are decided: they would be decided anew', async () => {
      await startWith(FIRST)
      await sell()
      const late =
        'config/attribution: version 2 takes effect on 2026-11-21, but sales of that day or later are decided by version 1; write a later day'
      expect(await startWith(FIRST, version(2, '2026-11-21'))).to.equal(late)
      expect(await kept()).to.deep.equal([1])
      expect(await startWith(FIRST, version(2, '2026-11-22'))).to.equal('starts')
      expect(await kept()).to.deep.equal([1, 2])
    })

    it('one that is pulled forward never reaches back either', async () => {
      await startWith(FIRST, version(2, '2026-12-01'))
      await sell()
      expect(await startWith(FIRST, version(2, '2026-11-01'))).to.include('version 2')
    })
  }),
)
