import { expect } from 'chai'
import { honourAt, honoursToPost, type PostedPoints, rewardToPost } from '../../../app/domain/referrals/points.ts'
import { RULES } from './referralFactory.ts'

const row = (cause: PostedPoints['cause'], points: number, level = 0, referralId = 7): PostedPoints => ({
  ...{ referralId, cause, level, points },
})
const REWARD = row('reward', 200)
const TAKEN = row('reversal', -200)

describe('points to give and to take back', () => {
  const rewards: [what: string, due: number, posted: PostedPoints[], expected: unknown][] = [
    ['due and not given', 200, [], { cause: 'reward', level: 0, round: 0, points: 200 }],
    ['due and given', 200, [REWARD], undefined],
    ['not due and not given', 0, [], undefined],
    ['given and not due any more', 0, [REWARD], { cause: 'reversal', level: 0, round: 0, points: -200 }],
    ['taken back', 0, [REWARD, TAKEN], undefined],
    ['due again after all', 200, [REWARD, TAKEN], { cause: 'reward', level: 0, round: 1, points: 200 }],
    [
      'given for another friend',
      200,
      [{ ...REWARD, referralId: 8 }],
      { cause: 'reward', level: 0, round: 0, points: 200 },
    ],
    ['an honour is no reward', 200, [row('honour', 200, 2)], { cause: 'reward', level: 0, round: 0, points: 200 }],
  ]
  for (const [what, due, posted, expected] of rewards)
    it(`a reward ${what}`, () => expect(rewardToPost(due, 7, posted)).to.deep.equal(expected))

  const honours: [what: string, friends: number, posted: PostedPoints[], expected: string[]][] = [
    ['none below the first', 1, [], []],
    ['one at its count', 2, [], ['honour 2 +100']],
    ['both at once where facts came together', 4, [], ['honour 2 +100', 'honour 4 +500']],
    ['not twice', 3, [row('honour', 100, 2)], []],
    ['taken back with the friend who made it', 1, [row('honour', 100, 2)], ['honour_reversal 2 -100']],
    ['as it was given, whatever the rules say now', 1, [row('honour', 80, 2)], ['honour_reversal 2 -80']],
    ['kept though the rules know it no more', 3, [row('honour', 50, 3), row('honour', 100, 2)], []],
    ['again', 2, [row('honour', 100, 2), row('honour_reversal', -100, 2)], ['honour 2 +100']],
  ]
  for (const [what, friends, posted, expected] of honours)
    it(`honours: ${what}`, () => {
      const said = honoursToPost(friends, RULES.honours, posted).map(
        ({ cause, level, points }) => `${cause} ${level} ${points > 0 ? '+' : ''}${points}`,
      )
      expect(said).to.deep.equal(expected)
    })

  it('a title is held from its count on, and the next one is named', () => {
    expect(honourAt(1, RULES.honours)).to.deep.equal({ next: RULES.honours[0] })
    expect(honourAt(3, RULES.honours)).to.deep.equal({ held: RULES.honours[0], next: RULES.honours[1] })
    expect(honourAt(9, RULES.honours)).to.deep.equal({ held: RULES.honours[1] })
  })
})
