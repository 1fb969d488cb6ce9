import { expect } from 'chai'
import fc from 'fast-check'
import { OUTCOME_MS, outcomesOf } from '../../../app/domain/talkTracks/outcomes.ts'

const DAY = 86_400_000
const order = (orderId: number, paidAtMs: number, isGivenBack = false) => ({ orderId, paidAtMs, isGivenBack })
const answer = (id: number, text: string, atMs: number) => ({ id, answer: text, atMs })
const one = (orders: ReturnType<typeof order>[], answers: ReturnType<typeof answer>[] = []) =>
  outcomesOf([{ sendId: 1, atMs: 100 }], orders, answers)[0]

describe('what came of a sentence', () => {
  it('the first order paid after it', () => {
    expect(one([order(2, 300), order(3, 200), order(4, 100), order(5, 50)])?.orderId).to.equal(3)
  })

  it('within 14 days to the millisecond', () => {
    expect(one([order(2, 100 + OUTCOME_MS)])?.orderId).to.equal(2)
    expect(one([order(2, 101 + OUTCOME_MS)])?.orderId).to.equal(null)
  })

  it('an order given back whole does not count; the next one does', () => {
    expect(one([order(2, 200, true), order(3, 300)])?.orderId).to.equal(3)
    expect(one([order(2, 200, true)])?.orderId).to.equal(null)
  })

  it('the best answer of that time: good before plain before bad, then the earlier', () => {
    const bad = answer(1, 'has_difficulties', 150)
    const plain = answer(2, 'plain_feedback', 200)
    const good = answer(3, 'good_feedback', 300)
    const better = answer(4, 'good_effect', 250)
    expect(one([], [bad])?.answer).to.equal('has_difficulties')
    expect(one([], [bad, plain])?.answer).to.equal('plain_feedback')
    expect(one([], [bad, plain, good, better])?.answer).to.equal('good_effect')
  })

  it('an answer nobody has judged is a plain one, and one from before or from later is none', () => {
    expect(one([], [answer(1, 'unheard_of', 150), answer(2, 'dont_disturb', 140)])?.answer).to.equal('unheard_of')
    expect(one([], [answer(1, 'good_feedback', 99), answer(2, 'good_feedback', 101 + OUTCOME_MS)])?.answer).to.equal(
      null,
    )
  })

  it('does not depend on the order in which anything is told', () => {
    const at = fc.integer({ min: 0, max: 40 * DAY })
    const words = fc.constantFrom('good_feedback', 'plain_feedback', 'bad_feedback', 'other')
    const orders = fc.array(fc.tuple(at, fc.boolean()), { maxLength: 8 })
    fc.assert(
      fc.property(
        fc.array(at, { maxLength: 6 }),
        orders,
        fc.array(fc.tuple(at, words), { maxLength: 8 }),
        (s, o, a) => {
          const sends = s.map((atMs, sendId) => ({ sendId, atMs }))
          const told = o.map(([paidAtMs, isGivenBack], orderId) => order(orderId, paidAtMs, isGivenBack))
          const given = a.map(([atMs, text], id) => answer(id, text, atMs))
          const straight = outcomesOf(sends, told, given)
          expect(outcomesOf(sends, [...told].reverse(), [...given].reverse())).to.deep.equal(straight)
          for (const { sendId, orderId } of straight) {
            const found = orderId === null ? undefined : told[orderId]
            if (found) expect(found.paidAtMs - sends[sendId]!.atMs).to.be.within(1, OUTCOME_MS)
          }
        },
      ),
    )
  })
})
