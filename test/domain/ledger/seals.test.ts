import { expect } from 'chai'
import fc from 'fast-check'
import { canonicalText, ENTRY_COLUMNS, POSTING_COLUMNS } from '../../../app/domain/ledger/canonical.ts'
import { compareSeals, readSealLines, sealLines } from '../../../app/domain/ledger/seals.ts'

const rowOf = (columns: readonly string[]) => Object.fromEntries(columns.map((column, at) => [column, at + 1]))
const POSTING = rowOf(POSTING_COLUMNS)
const ENTRY = rowOf(ENTRY_COLUMNS)

describe('what a seal is made of', () => {
  it('is the same however a driver hands over a number', () => {
    const asText = Object.fromEntries(Object.entries(ENTRY).map(([name, value]) => [name, String(value)]))
    expect(canonicalText(POSTING, [asText])).to.equal(canonicalText(POSTING, [ENTRY]))
  })

  for (const column of POSTING_COLUMNS)
    it(`changes with the posting's ${column}`, () => {
      expect(canonicalText({ ...POSTING, [column]: 99 }, [ENTRY])).to.not.equal(canonicalText(POSTING, [ENTRY]))
    })
  for (const column of ENTRY_COLUMNS)
    it(`changes with an entry's ${column}`, () => {
      expect(canonicalText(POSTING, [{ ...ENTRY, [column]: null }])).to.not.equal(canonicalText(POSTING, [ENTRY]))
    })

  it('tells cells apart that only look alike when put together, and nothing from the word for it', () => {
    const texts = [
      { ...POSTING, cause_kind: 'a","b', cause_id: 'c' },
      { ...POSTING, cause_kind: 'a', cause_id: 'b","c' },
      { ...POSTING, cause_kind: 'null', cause_id: 'x' },
      { ...POSTING, cause_kind: null, cause_id: 'x' },
    ].map((posting) => canonicalText(posting, []))
    expect(new Set(texts).size).to.equal(4)
    expect(canonicalText(undefined, [ENTRY])).to.not.equal(canonicalText(POSTING, [ENTRY]))
  })
})

const seals = fc.uniqueArray(
  fc.record({ postingId: fc.integer({ min: 1, max: 40 }), digest: fc.constantFrom('aa', 'bb', 'cc') }),
  { selector: (seal) => seal.postingId, maxLength: 12 },
)
const sorted = seals.map((all) => all.sort((a, b) => a.postingId - b.postingId))

describe('what happened to the postings of a block', () => {
  it('lines come back as they were written', () => {
    fc.assert(fc.property(sorted, (all) => void expect(readSealLines(sealLines(all))).to.deep.equal(all)))
  })

  it('nothing when nothing did', () => {
    fc.assert(fc.property(sorted, (all) => void expect(compareSeals(all, all)).to.deep.equal([])))
  })

  it('applied to what was kept, the differences give what is found', () => {
    fc.assert(
      fc.property(sorted, sorted, (kept, found) => {
        const differences = compareSeals(kept, found)
        const gone = differences.filter(({ kind }) => kind !== 'inserted').map(({ postingId }) => postingId)
        const come = differences.filter(({ kind }) => kind !== 'removed').map(({ postingId }) => postingId)
        const rest = kept.filter(({ postingId }) => !gone.includes(postingId))
        const news = found.filter(({ postingId }) => come.includes(postingId))
        expect([...rest, ...news].sort((a, b) => a.postingId - b.postingId)).to.deep.equal(found)
      }),
    )
  })
})
