import { expect } from 'chai'
import fc from 'fast-check'
import { businessDayOf, dayNumberOf } from '../../../app/domain/businessDay.ts'
import {
  type CalendarInput,
  type CalendarItem,
  goesOnTalking,
  type StepProgress,
  stepKeyOf,
} from '../../../app/domain/followUps/calendar.ts'
import { isQuietAt } from '../../../app/domain/followUps/fitSlot.ts'
import { planCalendar } from '../../../app/domain/followUps/planCalendar.ts'
import type { ExitFact, Playbook } from '../../../app/domain/followUps/playbook.ts'
import { inputs } from './calendarArbitraries.ts'
import { DAY_MS, stepOf } from './calendarFactory.ts'

export type Planner = (input: CalendarInput) => CalendarItem[]
export type Property = (plan: Planner) => void
type Planned = CalendarItem & { outcome: { kind: 'planned' }; wishedAtMs: number }

const RUNS = { numRuns: 500, seed: 20261122 }
/** A broken variant need not be broken as simply as possible. */
const runs = (plan: Planner) => ({ ...RUNS, endOnFailure: plan !== planCalendar })
const check = (plan: Planner, property: (given: CalendarInput) => void) =>
  fc.assert(fc.property(inputs, property), runs(plan))

const playbookOf = ({ playbooks }: CalendarInput, { playbookId }: { playbookId: string }): Playbook => {
  const found = playbooks.find(({ id }) => id === playbookId)
  if (!found) throw new Error(playbookId)
  return found
}
const isPlanned = (item: CalendarItem): item is Planned => item.outcome.kind === 'planned'
const isTalk = (input: CalendarInput, item: CalendarItem) => goesOnTalking(playbookOf(input, item), item.step)
const isClosed = ({ outcome }: CalendarItem) => outcome.kind === 'kept' && outcome.as === 'closed'

/** Everything that stands in the customer's days besides what is planned. */
function standing(input: CalendarInput, items: readonly CalendarItem[], countsTalk: boolean) {
  const kept = items.flatMap((item) => {
    const step = input.progress.find(({ key }) => key === item.key)
    if (item.outcome.kind !== 'kept' || !step || step.kind === 'closed' || step.expiresAtMs <= input.nowMs) return []
    if (!countsTalk && isTalk(input, item)) return []
    return [{ atMs: Math.max(step.atMs, input.nowMs), purpose: step.purpose }]
  })
  return [...input.contacts, ...kept]
}

/** The exits again, told from the rule and not from the code. */
function hasLeft(input: CalendarInput, item: CalendarItem): boolean {
  const { customer } = input
  const { start, step } = item
  const { exits, trigger } = playbookOf(input, item)
  const has: { [Fact in ExitFact]: boolean } = {
    refunded: start.refundedAtMs !== undefined,
    returned: start.refundedAtMs !== undefined,
    first_purchase: customer.purchasesAtMs.length > 0,
    purchased: customer.purchasesAtMs.filter((atMs) => atMs > start.atMs).length > 0,
    card_claimed: customer.hasMemberCard,
    customer_lost: !customer.isReachable,
    bought_again: start.boughtAgainAtMs !== undefined && 'beforeUseUpDays' in step,
    complaint_opened: customer.complaints.some(({ openedAtMs, closedAtMs = Infinity }) => {
      if (trigger.on === 'complaint_opened') return false
      return trigger.on === 'complaint_closed' ? openedAtMs > start.atMs : closedAtMs > start.atMs
    }),
    complaint_closed: customer.complaints
      .filter(({ openedAtMs }) => openedAtMs <= start.atMs)
      .every(({ closedAtMs }) => closedAtMs !== undefined),
  }
  return !customer.isReachable || exits.some(({ on }) => has[on])
}

/** The guide sends what is planned until then at the very moment, and nothing else happens. */
function liveUntil(input: CalendarInput, items: readonly CalendarItem[], nowMs: number): CalendarInput {
  const sent = items.filter(isPlanned).filter(({ outcome }) => outcome.atMs <= nowMs)
  const closed = sent.map(({ key, step, outcome }): StepProgress => {
    return { key, kind: 'closed', purpose: step.purpose, atMs: outcome.atMs, expiresAtMs: outcome.expiresAtMs }
  })
  const contacts = sent.map((item) => {
    return { atMs: item.outcome.atMs, purpose: item.step.purpose, isSameTalk: isTalk(input, item) }
  })
  return { ...input, nowMs, progress: [...input.progress, ...closed], contacts: [...input.contacts, ...contacts] }
}

/** What fell for a sale, or rests behind a start that finds no place, may find a better one once that day has passed. */
function mayComeBack({ outcome }: CalendarItem): boolean {
  return outcome.kind === 'dropped' && (outcome.why.code === 'sale_after_sale' || outcome.why.code === 'rested')
}

const reversed = (input: CalendarInput): CalendarInput => ({
  ...input,
  playbooks: input.playbooks.toReversed(),
  starts: input.starts.toReversed(),
  progress: input.progress.toReversed(),
  answers: input.answers.toReversed(),
  contacts: input.contacts.toReversed(),
  customer: {
    ...input.customer,
    purchasesAtMs: input.customer.purchasesAtMs.toReversed(),
    complaints: input.customer.complaints.toReversed(),
  },
})

/** Steps taken out, put in, moved and reworded; gates only ever look at steps that are still there. */
const edits: ((playbook: Playbook) => Playbook)[] = [
  (playbook) => ({ ...playbook, steps: [stepOf('brand_new'), ...playbook.steps] }),
  (playbook) => ({ ...playbook, steps: playbook.steps.slice(0, -1) }),
  (playbook) => ({ ...playbook, steps: playbook.steps.toReversed() }),
  (playbook) => ({
    ...playbook,
    steps: playbook.steps.map((step) => ({ ...step, title: '改了', reason: '改了', priority: 9 })),
  }),
]

export const properties: Record<string, Property> = {
  'every step of every start is in the calendar exactly once': (plan) =>
    check(plan, (input) => {
      const known = input.starts.filter(({ playbookId }) => input.playbooks.some(({ id }) => id === playbookId))
      const keys = known.flatMap((start) => playbookOf(input, start).steps.map(({ id }) => stepKeyOf(start, id)))
      expect(
        plan(input)
          .map(({ key }) => key)
          .sort(),
      ).to.deep.equal(keys.sort())
    }),

  'nothing comes in quiet hours or on a day off': (plan) =>
    check(plan, (input) => {
      for (const { outcome } of plan(input).filter(isPlanned)) {
        expect(isQuietAt(outcome.atMs, input.manners)).to.equal(false)
        expect(input.manners.daysOff).not.to.include(businessDayOf(outcome.atMs))
      }
    }),

  'nothing comes early, in the past, or when it is worth nothing any more': (plan) =>
    check(plan, (input) => {
      for (const { outcome, wishedAtMs, start } of plan(input).filter(isPlanned)) {
        expect(outcome.atMs).to.be.at.least(Math.max(wishedAtMs, input.nowMs))
        expect(outcome.atMs).to.be.lessThan(Math.min(outcome.expiresAtMs, start.endsAtMs ?? Infinity))
      }
    }),

  'nothing is planned over the budget of a day or of any week': (plan) =>
    check(plan, (input) => {
      const { perDay, perWeek } = input.manners.budget
      const items = plan(input)
      const planned = items.filter(isPlanned).filter((item) => !isTalk(input, item))
      const days = [...standing(input, items, false), ...planned.map(({ outcome }) => outcome)].map(({ atMs }) =>
        dayNumberOf(atMs),
      )
      for (const { outcome } of planned) {
        const day = dayNumberOf(outcome.atMs)
        expect(days.filter((other) => other === day).length).to.be.at.most(perDay)
        for (let from = day - 6; from <= day; from++) {
          expect(days.filter((other) => other >= from && other < from + 7).length).to.be.at.most(perWeek)
        }
      }
    }),

  'nothing comes after an exit': (plan) =>
    check(plan, (input) => {
      for (const item of plan(input)) {
        if (isClosed(item) || !hasLeft(input, item)) continue
        expect(item.outcome).to.have.nested.property('why.code', 'exit')
      }
    }),

  'nothing comes that was closed, and what was closed stays': (plan) =>
    check(plan, (input) => {
      const items = plan(input)
      for (const { key, kind } of input.progress) {
        if (kind !== 'closed') continue
        expect(items.find((item) => item.key === key)?.outcome).to.deep.equal({ kind: 'kept', as: 'closed' })
      }
    }),

  'the order of the facts changes nothing': (plan) =>
    check(plan, (input) => {
      expect(plan(reversed(input))).to.deep.equal(plan(input))
    }),

  'planning leaves the facts alone, and planning again gives the same': (plan) =>
    check(plan, (input) => {
      const before = structuredClone(input)
      const items = structuredClone(plan(input))
      expect(input).to.deep.equal(before)
      expect(plan(input)).to.deep.equal(items)
    }),

  'a preview is kept: as time passes and what comes is sent, the rest stays where it was': (plan) =>
    fc.assert(
      fc.property(inputs, fc.integer({ min: 0, max: 480 }), (input, hours) => {
        const honest = { ...input, progress: input.progress.filter(({ kind }) => kind === 'closed') }
        const items = plan(honest)
        if (items.some(mayComeBack)) return
        const nowMs = input.nowMs + (hours * DAY_MS) / 24
        const later = plan(liveUntil(honest, items, nowMs))
        for (const { key, outcome } of items.filter(isPlanned)) {
          if (outcome.atMs <= nowMs) continue
          expect(later.find((item) => item.key === key)?.outcome, key).to.include({
            kind: 'planned',
            atMs: outcome.atMs,
          })
        }
      }),
      runs(plan),
    ),

  'editing a playbook keeps progress': (plan) =>
    fc.assert(
      fc.property(inputs, fc.constantFrom(...edits), (input, edit) => {
        const edited = plan({ ...input, playbooks: input.playbooks.map(edit) })
        for (const { key, outcome } of plan(input)) {
          const now = edited.find((item) => item.key === key)
          if (outcome.kind === 'kept' && now) expect(now.outcome).to.deep.equal(outcome)
        }
      }),
      runs(plan),
    ),

  'no sale is planned right after a sale': (plan) =>
    check(plan, (input) => {
      const items = plan(input)
      const planned = items
        .filter(isPlanned)
        .map(({ step, outcome }) => ({ atMs: outcome.atMs, purpose: step.purpose, isPlanned: true }))
      const said = [...standing(input, items, true), ...planned]
      const makesRoom = [
        ...said.filter((one) => one.purpose === 'service').map(({ atMs }) => atMs),
        ...input.answers.map(({ atMs }) => atMs),
        ...input.customer.purchasesAtMs,
      ]
      for (const sale of planned.filter((one) => one.purpose === 'sale')) {
        for (const other of said) {
          if (other === sale || other.purpose !== 'sale') continue
          const [from, to] = [Math.min(sale.atMs, other.atMs), Math.max(sale.atMs, other.atMs)]
          expect(makesRoom.some((atMs) => atMs >= from && atMs <= to)).to.equal(true)
        }
      }
    }),

  'two wished on one day become the more important one': (plan) =>
    check(plan, (input) => {
      const items = plan(input)
      const planned = items.filter(isPlanned).filter((item) => !isTalk(input, item))
      const wishedDays = planned.map(({ wishedAtMs }) => dayNumberOf(wishedAtMs))
      expect(new Set(wishedDays).size).to.equal(wishedDays.length)
      for (const { outcome, step, wishedAtMs = 0 } of items) {
        if (outcome.kind !== 'dropped' || outcome.why.code !== 'merged') continue
        const { into } = outcome.why
        const other = items.find(({ key }) => key === into)
        expect(other?.outcome.kind).to.be.oneOf(['planned', 'kept'])
        expect(dayNumberOf(other?.wishedAtMs ?? 0)).to.equal(dayNumberOf(wishedAtMs))
        const rank = (one: typeof step | undefined) => (one?.purpose === 'service' ? 100 : 0) + (one?.priority ?? 0)
        expect(rank(other?.step)).to.be.at.least(rank(step))
      }
    }),

  'what depends on an answer comes only after that answer': (plan) =>
    check(plan, (input) => {
      for (const { start, step } of plan(input).filter(isPlanned)) {
        const needed = 'afterAnswer' in step ? [{ ...step.afterAnswer, is: ['yes'] }] : (step.gates ?? [])
        for (const gate of needed) {
          if (!('is' in gate)) continue
          const given = input.answers.filter(({ stepKey }) => stepKey === stepKeyOf(start, gate.step))
          expect(given.map(({ answer }) => answer)).to.include('yes')
        }
      }
    }),

  'a guide who wants no prompts gets none': (plan) =>
    check(plan, (input) => {
      for (const { outcome } of plan(input).filter(isPlanned)) {
        expect(outcome.atMs).to.be.at.least(input.customer.mutedUntilMs ?? 0)
      }
    }),

  'a customer who does not want to be disturbed is sold nothing for a while': (plan) =>
    check(plan, (input) => {
      const said = input.answers.filter(({ answer }) => answer === 'dont_disturb').map(({ atMs }) => atMs)
      const last = Math.max(...said)
      if (said.length === 0 || input.customer.purchasesAtMs.some((atMs) => atMs > last)) return
      for (const item of plan(input).filter(isPlanned)) {
        const { trigger } = playbookOf(input, item)
        if (trigger.on.startsWith('complaint')) continue
        if (trigger.on === 'order_line_paid' && item.step.purpose === 'service') continue
        expect(item.wishedAtMs).to.be.at.least(last + 90 * DAY_MS)
      }
    }),
}
