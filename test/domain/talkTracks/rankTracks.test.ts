import { expect } from 'chai'
import { MIN_SENDS, rankTracks } from '../../../app/domain/talkTracks/rankTracks.ts'

const tally = (trackId: string, settled: number, orders: number, level = 'gold') => ({
  trackId,
  level,
  settled,
  orders,
})
const seen = (rows: ReturnType<typeof tally>[]) =>
  rankTracks(rows).map(({ trackId, rank, verdict }) => [trackId, rank, verdict])

describe('ranking talk tracks by what came of them', () => {
  it('ranks nothing below the floor, however good it looks', () => {
    expect(seen([tally('few', MIN_SENDS - 1, MIN_SENDS - 1), tally('many', 400, 40)])).to.deep.equal([
      ['few', null, 'few'],
      ['many', 1, 'alone'],
    ])
  })

  it('says so when intervals overlap: 12 of 100 and 9 of 100 cannot be told apart', () => {
    expect(seen([tally('a', 100, 12), tally('b', 100, 9)])).to.deep.equal([
      ['a', 1, 'same'],
      ['b', 1, 'same'],
    ])
  })

  it('tells the better one when it surely is', () => {
    expect(seen([tally('a', 400, 20), tally('b', 400, 80)])).to.deep.equal([
      ['a', 2, 'worse'],
      ['b', 1, 'best'],
    ])
  })

  it('counts only those surely better for the rank: the middle one shares the first', () => {
    const rows = [tally('high', 200, 60), tally('middle', 60, 12), tally('low', 400, 20)]
    expect(seen(rows)).to.deep.equal([
      ['high', 1, 'same'],
      ['middle', 1, 'same'],
      ['low', 3, 'worse'],
    ])
  })

  it('compares guides of one level only: gold guides sell more with any words', () => {
    const rows = [tally('a', 400, 80, 'gold'), tally('a', 400, 20, 'new'), tally('b', 400, 22, 'new')]
    expect(seen(rows)).to.deep.equal([
      ['a', 1, 'alone'],
      ['a', 1, 'same'],
      ['b', 1, 'same'],
    ])
  })
})
