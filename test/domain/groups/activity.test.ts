import { expect } from 'chai'
import fc from 'fast-check'
import { activityIndex, type GroupDayFacts, isShrinking, silentDays } from '../../../app/domain/groups/activity.ts'

function groupDay(over: Partial<GroupDayFacts> = {}): GroupDayFacts {
  return { day: '2026-11-20', members: 100, joined: 0, left: 0, messages: 0, speakers: 0, sends: 0, ...over }
}

describe('the activity index of a group', () => {
  it('is 0 when nobody speaks and nobody joins', () => expect(activityIndex(groupDay())).to.equal(0))

  it('is 100 at best', () => {
    expect(activityIndex(groupDay({ speakers: 100, messages: 9999, joined: 50 }))).to.equal(100)
  })

  it("is not lifted by the guides' own sends", () => {
    const quiet = groupDay({ speakers: 1, messages: 8, sends: 8 })
    expect(activityIndex(quiet)).to.equal(activityIndex({ ...quiet, messages: 0, sends: 0 }))
  })

  it('is not carried by a single chatterbox', () => {
    const alone = activityIndex(groupDay({ speakers: 1, messages: 200 }))
    const many = activityIndex(groupDay({ speakers: 10, messages: 20 }))
    expect(alone).to.be.lessThan(many)
  })

  it('does not take one talker among three for a crowd', () => {
    const tiny = activityIndex(groupDay({ members: 3, speakers: 1, messages: 2 }))
    const lively = activityIndex(groupDay({ members: 100, speakers: 20, messages: 60 }))
    expect(tiny).to.be.lessThan(lively)
  })

  const days: fc.Arbitrary<GroupDayFacts> = fc
    .record({
      members: fc.integer({ min: 30, max: 200 }),
      joined: fc.nat(10),
      left: fc.nat(10),
      messages: fc.nat(300),
      speakers: fc.nat(30),
    })
    .map((draft) => groupDay({ ...draft, speakers: Math.min(draft.speakers, draft.members) }))

  it('hardly changes when the group and all its figures are twice as large', () => {
    fc.assert(
      fc.property(days, (facts) => {
        const twice = { ...facts, members: facts.members * 2, joined: facts.joined * 2, left: facts.left * 2 }
        const doubled = { ...twice, messages: facts.messages * 2, speakers: facts.speakers * 2 }
        expect(activityIndex(doubled) / 1.25).to.be.at.most(activityIndex(facts) + 1)
        expect(activityIndex(doubled)).to.be.at.least(activityIndex(facts))
      }),
    )
  })

  it('stays between 0 and 100 and never falls because one more member spoke', () => {
    fc.assert(
      fc.property(days, (facts) => {
        const index = activityIndex(facts)
        expect(index).to.be.within(0, 100)
        const oneMore = { ...facts, speakers: facts.speakers + 1, messages: facts.messages + 1 }
        expect(activityIndex(oneMore)).to.be.at.least(index)
      }),
    )
  })
})

describe('silent and shrinking groups', () => {
  const history = [
    { day: '2026-11-16', messages: 4 },
    { day: '2026-11-17', messages: 0 },
    { day: '2026-11-18', messages: 0 },
    { day: '2026-11-19', messages: 0 },
  ]

  it('counts the days in a row without a message', () => {
    expect(silentDays(history, '2026-11-19')).to.equal(3)
    expect(silentDays(history, '2026-11-16')).to.equal(0)
  })

  it('does not take a day it knows nothing about for silence', () => {
    expect(silentDays(history, '2026-11-20')).to.equal(0)
    expect(silentDays(history.slice(2), '2026-11-19')).to.equal(2)
  })

  it('shrinks when more left than joined', () => {
    expect(
      isShrinking([
        { joined: 2, left: 1 },
        { joined: 0, left: 2 },
      ]),
    ).to.equal(true)
    expect(isShrinking([{ joined: 2, left: 2 }])).to.equal(false)
    expect(isShrinking([])).to.equal(false)
  })
})
