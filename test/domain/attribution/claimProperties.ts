import { expect } from 'chai'
import fc from 'fast-check'
import type { ClaimResult, claimOf } from '../../../app/domain/attribution/claims.ts'
import { TOUCH_KINDS, type Touch } from '../../../app/domain/attribution/facts.ts'
import { CLAIM_MODES, type ClaimMode, type ClaimRule } from '../../../app/domain/attribution/rules.ts'
import { CHEN, DAY_MS, FORMER, LIN, PAID_MS, ZHOU } from './orderFactory.ts'

export type ClaimOf = typeof claimOf
export type ClaimProperty = (claim: ClaimOf) => void

const RUNS = { numRuns: 1000, seed: 20261122 }
const MODES = CLAIM_MODES.filter((mode) => mode !== 'first_touch')
const moment = { paidAtMs: PAID_MS, storeCode: 'S1', isGuide: (guideId: number) => guideId !== FORMER }

const halfDays = (min: number, max: number) => fc.integer({ min: min * 2, max: max * 2 }).map((n) => (n * DAY_MS) / 2)
const touch: fc.Arbitrary<Touch> = fc.record({
  guideId: fc.constantFrom(LIN, ZHOU, CHEN, FORMER),
  storeCode: fc.constantFrom('S1', 'S2'),
  kind: fc.constantFrom(...TOUCH_KINDS),
  atMs: halfDays(-5, 0).map((ms) => PAID_MS + ms),
})
const touches = fc.array(touch, { maxLength: 8 })
const days = fc.option(fc.integer({ min: 0, max: 8 }))

/** A rule that counts these kinds; all of them have their place in `strength`. */
const ruleOf = (modes: readonly ClaimMode[]): fc.Arbitrary<ClaimRule> =>
  fc.record({
    mode: fc.constantFrom(...modes),
    touches: fc.dictionary(fc.constantFrom(...TOUCH_KINDS), days, { minKeys: 1, noNullPrototype: true }),
    protectDays: days,
    strength: fc.shuffledSubarray([...TOUCH_KINDS], { minLength: TOUCH_KINDS.length }),
  })

function check(modes: readonly ClaimMode[], examine: (all: Touch[], rule: ClaimRule) => void): void {
  fc.assert(fc.property(touches, ruleOf(modes), examine), RUNS)
}

const forEver = (rule: ClaimRule): ClaimRule => ({
  ...rule,
  touches: Object.fromEntries(TOUCH_KINDS.map((kind) => [kind, null])),
})
const heldBy = ({ held }: ClaimResult) => held.map(({ guideId }) => guideId)

export const claimProperties: Record<string, ClaimProperty> = {
  'in which order the touches are told does not matter': (claim) =>
    fc.assert(
      fc.property(
        touches.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ruleOf(MODES),
        ([all, shuffled], rule) => {
          expect(claim(all, rule, moment)).to.deep.equal(claim(shuffled, rule, moment))
        },
      ),
      RUNS,
    ),

  'a touch after payment never matters': (claim) =>
    fc.assert(
      fc.property(touches, touch, halfDays(1, 20), ruleOf(MODES), (all, one, later, rule) => {
        const after = { ...one, atMs: PAID_MS + later }
        expect(claim([...all, after], rule, moment)).to.deep.equal(claim(all, rule, moment))
      }),
      RUNS,
    ),

  'one guide at most holds the customer, save where everybody does, each once': (claim) =>
    check(MODES, (all, rule) => {
      const holders = heldBy(claim(all, rule, moment))
      expect(new Set(holders).size).to.equal(holders.length)
      if (rule.mode !== 'every_touch') expect(holders.length).to.be.at.most(1)
    }),

  'everybody with a touch that counts is told of once, as holder or with the reason why not': (claim) =>
    check(MODES, (all, rule) => {
      const result = claim(all, rule, moment)
      const told = [...heldBy(result), ...result.passed.map(({ touch: { guideId } }) => guideId)]
      const counted = all.filter(({ kind }) => rule.touches[kind] !== undefined)
      expect(told.sort()).to.deep.equal([...new Set(counted.map(({ guideId }) => guideId))].sort())
    }),

  'a further touch of their own never takes the customer from who holds them': (claim) =>
    fc.assert(
      fc.property(touches, touch, ruleOf(MODES), (all, one, rule) => {
        for (const { guideId, atMs } of claim(all, rule, moment).held) {
          const more = { ...one, guideId, storeCode: 'S1', atMs: Math.max(atMs, one.atMs) }
          expect(heldBy(claim([...all, more], rule, moment))).to.include(guideId)
        }
      }),
      RUNS,
    ),

  'who touched last takes over once protection has ended, counted from the holder’s own last touch': (claim) =>
    fc.assert(
      fc.property(
        ruleOf(['last_touch']),
        halfDays(-30, -20),
        fc.option(halfDays(-20, -10)),
        halfDays(-10, 0),
        (rule, first, again, second) => {
          const told = [
            { guideId: LIN, kind: 'message' as const, atMs: PAID_MS + first },
            ...(again === null ? [] : [{ guideId: LIN, kind: 'message' as const, atMs: PAID_MS + again }]),
            { guideId: ZHOU, kind: 'message' as const, atMs: PAID_MS + second },
          ]
          const isOver = rule.protectDays !== null && second - (again ?? first) >= rule.protectDays * DAY_MS
          expect(heldBy(claim(told, forEver(rule), moment))).to.deep.equal([isOver ? ZHOU : LIN])
        },
      ),
      RUNS,
    ),

  'a claim ends when its days are over, to the millisecond': (claim) =>
    fc.assert(
      fc.property(ruleOf(MODES), fc.integer({ min: 1, max: 20 }), fc.constantFrom(-1, 0, 1), (rule, valid, early) => {
        const atMs = PAID_MS - valid * DAY_MS - early
        const only: Touch = { guideId: LIN, storeCode: 'S1', kind: 'message', atMs }
        const { held } = claim([only], { ...rule, touches: { message: valid } }, moment)
        expect(held).to.have.length(early < 0 ? 1 : 0)
      }),
      RUNS,
    ),

  'whoever is no guide on the day of payment holds nothing': (claim) =>
    check(MODES, (all, rule) => {
      expect(heldBy(claim(all, rule, moment)).includes(FORMER)).to.equal(false)
    }),

  'in a store only its own guides hold the customer': (claim) =>
    check(['first_in_store'], (all, rule) => {
      for (const { storeCode } of claim(all, rule, moment).held) expect(storeCode).to.equal('S1')
    }),

  'who was first holds for ever where claims have no end': (claim) =>
    check(['first_friend'], (all, rule) => {
      const able = all.filter(({ guideId }) => guideId !== FORMER)
      const firstMs = Math.min(...able.map(({ atMs }) => atMs))
      const { held } = claim(all, forEver(rule), moment)
      expect(held.map(({ atMs }) => atMs)).to.deep.equal(able.length === 0 ? [] : [firstMs])
    }),

  'nobody with a stronger touch is passed over': (claim) =>
    check(['strongest_touch'], (all, rule) => {
      const able = all.filter(({ guideId }) => guideId !== FORMER)
      const rank = ({ kind }: Touch) => rule.strength.indexOf(kind)
      const { held } = claim(all, forEver(rule), moment)
      expect(held.map(rank)).to.deep.equal(able.length === 0 ? [] : [Math.min(...able.map(rank))])
    }),
}
