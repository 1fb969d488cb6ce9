import { expect } from 'chai'
import fc from 'fast-check'
import { chooseTracks, isAlwaysValid } from '../../app/talkTracks/chooseTracks.ts'
import type { TalkTrack, TalkTrackQuery } from '../../app/talkTracks/types.ts'

function track(id: string, change: Partial<TalkTrack> = {}): TalkTrack {
  return {
    id,
    title: id,
    set: 's',
    channel: 'any',
    level: 'any',
    stage: 'any',
    trade: 'any',
    priority: 0,
    hash: '',
    variables: [],
    attachments: [],
    sample: {},
    file: `s/${id}.hbs`,
    ...change,
  }
}
const ASKED: TalkTrackQuery = {
  set: 's',
  trade: 'tea',
  stage: 'new',
  channel: 'online',
  level: 'gold',
  day: '2026-11-22',
}
const ids = (tracks: readonly TalkTrack[], change: Partial<TalkTrackQuery> = {}) =>
  chooseTracks(tracks, { ...ASKED, ...change }).map(({ id }) => id)

describe('the fallback chain of a set', () => {
  const DIMENSIONS = { trade: 'tea', stage: 'new', channel: 'online', level: 'gold' } as const
  const NAMES = Object.keys(DIMENSIONS) as (keyof typeof DIMENSIONS)[]
  /** Every combination of kept and free, named by what it is kept to. */
  const cells = Array.from({ length: 16 }, (_, bits) => NAMES.filter((_name, index) => bits & (8 >> index)))
  const all = cells.map((kept) =>
    track(kept.join('+') || 'everybody', Object.fromEntries(kept.map((name) => [name, DIMENSIONS[name]]))),
  )

  it('loosens the level first, then the channel, then the stage, the trade last, and ends in the one for everybody', () => {
    expect(ids(all)).to.deep.equal([
      'trade+stage+channel+level',
      'trade+stage+channel',
      'trade+stage+level',
      'trade+stage',
      'trade+channel+level',
      'trade+channel',
      'trade+level',
      'trade',
      'stage+channel+level',
      'stage+channel',
      'stage+level',
      'stage',
      'channel+level',
      'channel',
      'level',
      'everybody',
    ])
  })

  for (const [what, change, kept] of [
    ['another trade', { trade: 'skin' }, 'trade'],
    ['no trade known', { trade: undefined }, 'trade'],
    ['another stage', { stage: 'silent' }, 'stage'],
    ['no stage known', { stage: undefined }, 'stage'],
    ['the shop', { channel: 'offline' }, 'channel'],
    ['a beginner', { level: 'new' }, 'level'],
  ] as const)
    it(`never says to ${what} what was written for others`, () => {
      const chain = ids(all, change)
      expect(chain).to.have.length(8)
      expect(chain.filter((id) => id.split('+').includes(kept))).to.deep.equal([])
      expect(chain.at(-1)).to.equal('everybody')
    })

  it('takes the higher priority among equals, then the id; a closer one before both', () => {
    const tracks = [track('b'), track('a'), track('c', { priority: 5 }), track('d', { level: 'gold' })]
    expect(ids(tracks)).to.deep.equal(['d', 'c', 'a', 'b'])
  })

  it('leaves out what is not valid that day, and another set', () => {
    const tracks = [track('a', { validTo: '2026-11-21' }), track('b', { validFrom: '2026-11-23' })]
    expect(ids([...tracks, track('c', { set: 'other' })])).to.deep.equal([])
  })

  it('counts as always valid only what is kept to nothing', () => {
    for (const one of all) expect(isAlwaysValid(one), one.id).to.equal(one.id === 'everybody')
    expect(isAlwaysValid(track('x', { validTo: '2099-01-01' }))).to.equal(false)
  })
})

describe('variants of a talk track', () => {
  const variants = ['a', 'b', 'c'].map((variant) => track(variant, { variant }))
  const chosen = (variantKey: string, tracks = variants) => ids(tracks, { variantKey })[0]

  it('give a customer always the same one, in whatever order the files are read', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (key) => {
        expect(chosen(key, [...variants].reverse())).to.equal(chosen(key))
        expect(ids(variants, { variantKey: key })).to.have.members(['a', 'b', 'c'])
      }),
    )
  })

  it('share the customers evenly', () => {
    const counts = new Map<string | undefined, number>()
    for (let n = 0; n < 3000; n += 1)
      counts.set(chosen(`wmCustomer${n}`), (counts.get(chosen(`wmCustomer${n}`)) ?? 0) + 1)
    for (const id of ['a', 'b', 'c']) expect(counts.get(id), id).to.be.within(900, 1100)
  })

  it('keep everybody where they were when one is added, but for those the new one takes', () => {
    const more = [...variants, track('d', { variant: 'd' })]
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (key) => {
        expect([chosen(key), 'd']).to.include(chosen(key, more))
      }),
    )
  })

  it('compete only within a cell: a closer track comes before all of them', () => {
    expect(ids([...variants, track('tea', { trade: 'tea' })], { variantKey: 'k' })[0]).to.equal('tea')
  })
})
