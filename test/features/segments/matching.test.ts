import { expect } from 'chai'
import fc from 'fast-check'
import { SEGMENT_FILTER, type SegmentFilter } from '../../../app/features/segments/contract.ts'
import { countMatching, pageMatching } from '../../../app/features/segments/queries.ts'
import { forEachDatabase, openTestDatabase, type TestDatabase } from '../../support/db.ts'
import { plantCustomer, plantShops } from './plantCustomers.ts'
import { type Planted, slowlyMatches } from './slowFilter.ts'

/** A leap year's end of February is inside the birthdays' reach. */
const NOW_MS = Date.parse('2027-02-20T10:00:00+08:00')
const ALL = { kind: 'all' } as const

const few = fc.integer({ min: 0, max: 6 })
const someDays = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 400 }))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const stage = fc.constantFrom('lead', 'new', 'active', 'loyal', 'silent', 'churned')
const rfm = fc.constantFrom('important_value', 'general_keep')
const tag = fc.constantFrom('t1', 't2', 't3')
const product = fc.constantFrom('P1', 'P2', 'P3')
const storeCode = fc.constantFrom('SH001', 'SH002', 'GZ001')
const some = <T>(one: fc.Arbitrary<T>) => maybe(fc.uniqueArray(one, { minLength: 1, maxLength: 2 }))

const planted: fc.Arbitrary<Omit<Planted, 'id'>> = fc
  .record({
    stage,
    addedDaysAgo: someDays,
    relation: fc.constantFrom('active', 'active', 'half', 'customer_deleted', 'none'),
    guide: maybe(fc.constantFrom('lin', 'zhou', 'gone')),
    store: maybe(storeCode),
    facts: maybe(
      fc.record({
        purchases: few,
        netFen: fc.integer({ min: 0, max: 500 }),
        rfm: fc.oneof(rfm, fc.constant('')),
        quality: fc.constantFrom('', 'high', 'low'),
        boughtDaysAgo: maybe(someDays),
        cameDaysAgo: maybe(someDays),
      }),
    ),
    tags: fc.array(tag, { maxLength: 3 }),
    member: maybe(
      fc.record({
        tier: fc.constantFrom('银卡', '金卡'),
        birthday: maybe(fc.constantFrom('02-19', '02-20', '02-28', '02-29', '03-01', '12-31')),
      }),
    ),
    products: fc.uniqueArray(fc.record({ code: product, purchases: fc.integer({ min: 0, max: 1 }) }), {
      selector: ({ code }) => code,
      maxLength: 3,
    }),
    complaint: maybe(fc.constantFrom('open', 'closed')),
  })
  // A store comes with a binding only.
  .map((who) => ({ ...who, store: who.guide && who.store })) as fc.Arbitrary<Omit<Planted, 'id'>>

const filters = fc.record(
  {
    stages: some(stage),
    rfm: some(rfm),
    quality: maybe(fc.constantFrom('high', 'low')),
    tiers: some(fc.constantFrom('银卡', '金卡')),
    tagIds: some(tag),
    notTagIds: some(tag),
    storeCodes: some(storeCode),
    regionCodes: some(fc.constantFrom('CN', 'EAST', 'SOUTH', 'NOWHERE')),
    guideUserIds: some(fc.constantFrom('guide.lin', 'guide.zhou', 'guide.gone')),
    purchasesMin: maybe(few),
    purchasesMax: maybe(few),
    netFenMin: maybe(fc.integer({ min: 0, max: 500 })),
    netFenMax: maybe(fc.integer({ min: 0, max: 500 })),
    daysSinceVisitMin: maybe(someDays),
    daysSinceVisitMax: maybe(someDays),
    daysSincePurchaseMin: maybe(someDays),
    daysSincePurchaseMax: maybe(someDays),
    productCodes: some(product),
    categories: some(fc.constantFrom('tea', 'skin')),
    hasMemberCard: maybe(fc.boolean()),
    birthdayWithinDays: maybe(fc.integer({ min: 0, max: 30 })),
    addedDaysMin: maybe(someDays),
    addedDaysMax: maybe(someDays),
    hasOpenComplaint: maybe(fc.boolean()),
    isLost: maybe(fc.boolean()),
  },
  { requiredKeys: [] },
)
/** Few conditions at a time: all at once match nobody. A range the wrong way round is no filter. */
const filter = fc
  .tuple(filters, fc.array(fc.integer({ min: 0, max: 24 }), { maxLength: 4 }))
  .map(([all, kept]) => {
    const entries = Object.entries(all).filter(([, value]) => value !== undefined)
    const chosen = entries.filter((_, index) => kept.includes(index))
    return JSON.parse(JSON.stringify(Object.fromEntries(chosen))) as SegmentFilter
  })
  .filter((filter) => SEGMENT_FILTER.safeParse(filter).success)

forEachDatabase((kind) =>
  describe(`who a filter means (${kind})`, function () {
    this.timeout(240_000)
    let test: TestDatabase
    let people: Planted[]
    before(async () => {
      test = await openTestDatabase(kind)
      const guides = await plantShops(test.db)
      const sample = fc.sample(planted, { numRuns: 120, seed: 7 })
      people = sample.map((who, index) => ({ ...who, id: `wm${String(index).padStart(4, '0')}` }))
      for (const [index, who] of people.entries())
        await plantCustomer(test.db, guides, who, NOW_MS, ['00:00', '12:30', '23:59'][index % 3])
    })
    after(() => test.drop())

    it('is the same as reading its definition customer by customer, page by page', () =>
      fc.assert(
        fc.asyncProperty(filter, fc.integer({ min: 1, max: 40 }), async (asked, limit) => {
          const expected = people.filter((who) => slowlyMatches(who, asked, NOW_MS)).map(({ id }) => id)
          const found: string[] = []
          for (;;) {
            const page = await pageMatching(test.db.read, ALL, asked, NOW_MS, { after: found.at(-1), limit })
            found.push(...page.map(({ externalUserId }) => externalUserId))
            if (page.length < limit) break
          }
          expect(found).to.deep.equal(expected)
          expect(await countMatching(test.db.read, ALL, asked, NOW_MS)).to.equal(expected.length)
        }),
        { numRuns: 250, seed: 11 },
      ))

    it('never reaches beyond a manager’s stores, whatever is asked', () =>
      fc.assert(
        fc.asyncProperty(filter, fc.subarray(['SH001', 'SH002', 'GZ001']), async (asked, storeCodes) => {
          const reach = { kind: 'stores', storeCodes } as const
          const expected = people.filter(
            (who) => who.store && storeCodes.includes(who.store) && slowlyMatches(who, asked, NOW_MS),
          )
          const page = await pageMatching(test.db.read, reach, asked, NOW_MS, { limit: 200 })
          expect(page.map(({ externalUserId }) => externalUserId)).to.deep.equal(expected.map(({ id }) => id))
          expect(await countMatching(test.db.read, { kind: 'none' }, asked, NOW_MS)).to.equal(0)
        }),
        { numRuns: 60, seed: 13 },
      ))

    if (kind === 'mysql')
      it('reads for a page what is on the page, and not all there is of friends, tags and cards', async () => {
        const runner = test.db.source.createQueryRunner()
        const rowsRead = async () => {
          const rows: { Value: string }[] = await runner.query("SHOW SESSION STATUS LIKE 'Handler_read%'")
          return rows.reduce((sum, { Value }) => sum + Number(Value), 0)
        }
        for (const asked of [{}, { tagIds: ['t1', 't2'] }, { hasMemberCard: true }, { categories: ['tea'] }]) {
          const before = await rowsRead()
          await pageMatching(runner.manager, ALL, asked, NOW_MS, { limit: 1 })
          expect((await rowsRead()) - before, JSON.stringify(asked)).to.be.lessThan(60)
        }
        await runner.release()
      })

    it('takes hostile words for words', async () => {
      for (const word of ["' OR 1=1 --", '%', '_', '\\', '"; DROP TABLE customers; --', '王\u0000', '\u202e'])
        for (const asked of [
          { tiers: [word.slice(0, 32)] },
          { storeCodes: [word] },
          { tagIds: [word] },
          { regionCodes: [word] },
        ])
          expect(await countMatching(test.db.read, ALL, SEGMENT_FILTER.parse(asked), NOW_MS), word).to.equal(0)
      expect(await countMatching(test.db.read, ALL, {}, NOW_MS)).to.be.greaterThan(50)
    })
  }),
)
