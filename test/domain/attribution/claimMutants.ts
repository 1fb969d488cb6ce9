import { claimOf } from '../../../app/domain/attribution/claims.ts'
import type { Touch } from '../../../app/domain/attribution/facts.ts'
import type { ClaimRule } from '../../../app/domain/attribution/rules.ts'
import type { ClaimOf } from './claimProperties.ts'
import { DAY_MS } from './orderFactory.ts'

interface ClaimMutant {
  name: string
  caughtBy: string
  claim: ClaimOf
}

const lastOfEach = (all: readonly Touch[]) => [
  ...new Map([...all].sort((a, b) => a.atMs - b.atMs).map((one) => [one.guideId, one])).values(),
]
const firstOfEach = (all: readonly Touch[]) =>
  lastOfEach(all.map((one) => ({ ...one, atMs: 0 - one.atMs }))).map((one) => ({ ...one, atMs: 0 - one.atMs }))
const underRule =
  (change: (rule: ClaimRule) => Partial<ClaimRule>): ClaimOf =>
  (all, rule, at) =>
    claimOf(all, { ...rule, ...change(rule) }, at)

export const claimMutants: ClaimMutant[] = [
  {
    name: 'forgets the touch it was told of first',
    caughtBy: 'in which order the touches are told does not matter',
    claim: (all, rule, at) => claimOf(all.slice(1), rule, at),
  },
  {
    name: 'looks a month beyond payment',
    caughtBy: 'a touch after payment never matters',
    claim: (all, rule, at) => claimOf(all, rule, { ...at, paidAtMs: at.paidAtMs + 30 * DAY_MS }),
  },
  {
    name: 'lets everybody hold under any rule',
    caughtBy: 'one guide at most holds the customer, save where everybody does, each once',
    claim: underRule(() => ({ mode: 'every_touch' })),
  },
  {
    name: 'gives no reasons',
    caughtBy: 'everybody with a touch that counts is told of once, as holder or with the reason why not',
    claim: (all, rule, at) => ({ ...claimOf(all, rule, at), passed: [] }),
  },
  {
    name: 'keeps only the last touch of each, so that a short one ends a long one',
    caughtBy: 'a further touch of their own never takes the customer from who holds them',
    claim: (all, rule, at) => claimOf(lastOfEach(all), rule, at),
  },
  {
    name: 'knows no protection',
    caughtBy: 'who touched last takes over once protection has ended, counted from the holder’s own last touch',
    claim: underRule(() => ({ protectDays: 0 })),
  },
  {
    name: 'protects a day too long',
    caughtBy: 'who touched last takes over once protection has ended, counted from the holder’s own last touch',
    claim: underRule(({ protectDays }) => ({ protectDays: protectDays === null ? null : protectDays + 1 })),
  },
  {
    name: 'protects from the first touch of each, so that nobody renews',
    caughtBy: 'who touched last takes over once protection has ended, counted from the holder’s own last touch',
    claim: (all, rule, at) => claimOf(firstOfEach(all), rule, at),
  },
  {
    name: 'counts the last millisecond in',
    caughtBy: 'a claim ends when its days are over, to the millisecond',
    claim: (all, rule, at) => claimOf(all, rule, { ...at, paidAtMs: at.paidAtMs - 1 }),
  },
  {
    name: 'lets those who left claim',
    caughtBy: 'whoever is no guide on the day of payment holds nothing',
    claim: (all, rule, at) => claimOf(all, rule, { ...at, isGuide: () => true }),
  },
  {
    name: 'takes the first of any store',
    caughtBy: 'in a store only its own guides hold the customer',
    claim: underRule(() => ({ mode: 'first_friend' })),
  },
  {
    name: 'takes the last for the first',
    caughtBy: 'who was first holds for ever where claims have no end',
    claim: underRule(() => ({ mode: 'last_touch', protectDays: 0 })),
  },
  {
    name: 'takes the weakest for the strongest',
    caughtBy: 'nobody with a stronger touch is passed over',
    claim: underRule(({ strength }) => ({ strength: [...strength].reverse() })),
  },
]
