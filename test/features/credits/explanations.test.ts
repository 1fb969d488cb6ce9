import { expect } from 'chai'
import type { DatedEntry } from '../../../app/domain/attribution/book.ts'
import type { ExplainStep } from '../../../app/domain/attribution/explainStep.ts'
import { stepsInForce, stepsOfPosting, stepsToKeep } from '../../../app/features/credits/explanations.ts'

const step = (atMs: number): ExplainStep => ({ code: 'to_nobody', atMs, day: '2026-11-01' })
const posting = (atMs: number): DatedEntry[] => [
  {
    ...{ day: '2026-11-01', account: 'unattributed', channel: 'offline', amountFen: 1, refundFen: 0, orders: 0 },
    cause: { kind: 'payment', id: 'pos/N1', atMs },
  },
]
const stored = (steps: readonly ExplainStep[], postings: DatedEntry[][]) =>
  postings.map((entries) => ({ orderId: 7, steps: stepsOfPosting(steps, entries) }))

describe('the steps an order keeps beside its postings', () => {
  for (const [what, steps, postings, isKept] of [
    ['the postings tell them all, in this order', [step(1), step(1), step(2)], [posting(1), posting(2)], false],
    ['something happened that moved nothing', [step(1), step(2)], [posting(1)], true],
    ['two postings share an instant', [step(1)], [posting(1), posting(1)], true],
    ['nothing was posted', [step(1)], [], true],
  ] as const) {
    it(`${isKept ? 'are all of them' : 'are none'}, and read back the same: ${what}`, () => {
      const kept = stepsToKeep(steps, [...postings])
      expect(kept).to.deep.equal(isKept ? steps : [])
      const read = stepsInForce({ orderId: 7, steps: [...kept] }, stored(steps, [...postings]))
      expect(read).to.deep.equal(steps)
    })
  }

  it("leave out what was posted for a refund while it waited: it was nobody's order then", () => {
    const waited = { orderId: null, steps: [step(9)] }
    expect(stepsInForce({ orderId: 7, steps: [] }, [waited, { orderId: 7, steps: [step(1)] }])).to.deep.equal([step(1)])
    expect(stepsInForce(null, [])).to.deep.equal([])
  })
})
