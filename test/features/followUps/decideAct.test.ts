import { expect } from 'chai'
import type { FollowUp } from '../../../app/db/entities/followUps.ts'
import { type Act, decideAct } from '../../../app/features/followUps/decideAct.ts'

const at = (text: string) => Date.parse(`${text}:00+08:00`)
const ROW = {
  ...{ id: 1, version: 3, state: 'due', dueAt: at('2026-11-02T09:50'), expiresAt: at('2026-11-04T09:50') },
  ...{ movedBecause: null, closedAt: null, closedHow: null, chosenTrackId: null, cardResponseCode: null },
} as FollowUp
const tomorrow: Act = { kind: 'snooze', until: 'tomorrow_morning' }

/** What becomes of the row by this act. */
function acted(row: FollowUp, act: Act, now: string): FollowUp {
  const decision = decideAct(row, act, at(now))
  expect(decision.kind).to.equal('change')
  return decision.kind === 'change' ? ({ ...row, ...decision.change } as FollowUp) : row
}

describe('a follow-up put off', () => {
  it('tapped twice is put off once', () => {
    const put = acted(ROW, tomorrow, '2026-11-02T14:20')
    expect(decideAct(put, tomorrow, at('2026-11-02T14:21'))).to.deep.equal({ kind: 'same' })
  })

  it('put off in the same words on a later day, before it came, it is put off again', () => {
    const put = acted(ROW, tomorrow, '2026-11-02T14:20')
    expect(acted(put, tomorrow, '2026-11-03T09:10').dueAt).to.equal(at('2026-11-04T10:00'))
  })

  it('stays useful for a day after it comes', () => {
    expect(acted(ROW, { kind: 'snooze', until: 'in_3_days' }, '2026-11-02T14:20').expiresAt).to.equal(
      at('2026-11-06T10:00'),
    )
  })
})
