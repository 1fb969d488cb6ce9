import type {
  CalendarInput,
  CalendarItem,
  CalendarOutcome,
  StepProgress,
} from '../../../app/domain/followUps/calendar.ts'
import { planCalendar } from '../../../app/domain/followUps/planCalendar.ts'
import type { ExitFact, PlaybookStep } from '../../../app/domain/followUps/playbook.ts'
import type { Planner } from './calendarProperties.ts'

export interface Mutant {
  name: string
  caughtBy: string
  plan: Planner
}

/** The real calendar of spoiled facts; the steps it names are the real ones. */
function spoilFacts(spoil: (input: CalendarInput) => CalendarInput): Planner {
  return (input) => {
    const steps = new Map(input.playbooks.flatMap(({ id, steps }) => steps.map((step) => [`${id}|${step.id}`, step])))
    return planCalendar(spoil(input)).map((item) => ({
      ...item,
      step: steps.get(`${item.playbookId}|${item.step.id}`) ?? item.step,
    }))
  }
}

function spoilSteps(spoil: (step: PlaybookStep) => PlaybookStep): Planner {
  return spoilFacts((input) => ({
    ...input,
    playbooks: input.playbooks.map((playbook) => ({ ...playbook, steps: playbook.steps.map(spoil) })),
  }))
}

/** The real calendar, spoiled afterwards. */
function spoilOutcome(spoil: (item: CalendarItem, input: CalendarInput) => CalendarOutcome): Planner {
  return (input) => planCalendar(input).map((item) => ({ ...item, outcome: spoil(item, input) }))
}

function withManners(over: Partial<CalendarInput['manners']>): Planner {
  return spoilFacts((input) => ({ ...input, manners: { ...input.manners, ...over } }))
}

function withoutExit(fact: ExitFact): Planner {
  return spoilFacts((input) => ({
    ...input,
    playbooks: input.playbooks.map((playbook) => ({
      ...playbook,
      exits: playbook.exits.filter(({ on }) => on !== fact),
    })),
  }))
}

function progressAt(input: CalendarInput, keep: (step: StepProgress) => boolean): CalendarInput {
  return { ...input, progress: input.progress.filter(keep) }
}

const plannedAt = (outcome: CalendarOutcome, atMs: number): CalendarOutcome =>
  outcome.kind === 'planned' ? { ...outcome, atMs } : outcome

export const mutants: Mutant[] = [
  {
    name: 'forgets to say why something is not planned',
    caughtBy: 'every step of every start is in the calendar exactly once',
    plan: (input) => planCalendar(input).filter(({ outcome }) => outcome.kind !== 'dropped'),
  },
  {
    name: 'knows no quiet hours',
    caughtBy: 'nothing comes in quiet hours or on a day off',
    plan: withManners({ quietFrom: '03:00', quietTo: '03:00' }),
  },
  {
    name: 'knows no days off',
    caughtBy: 'nothing comes in quiet hours or on a day off',
    plan: withManners({ daysOff: [] }),
  },
  {
    name: 'leaves what is overdue in the past',
    caughtBy: 'nothing comes early, in the past, or when it is worth nothing any more',
    plan: spoilOutcome(({ outcome, wishedAtMs = 0 }) => plannedAt(outcome, wishedAtMs)),
  },
  {
    name: 'forgets that the session is over',
    caughtBy: 'nothing comes early, in the past, or when it is worth nothing any more',
    plan: (input) => {
      const starts = input.starts.map(({ endsAtMs, ...start }) => start)
      const real = new Map(input.starts.map((start) => [start.playbookId + start.subject + start.anchorKey, start]))
      return planCalendar({ ...input, starts }).map((item) => ({
        ...item,
        start: real.get(item.start.playbookId + item.start.subject + item.start.anchorKey) ?? item.start,
      }))
    },
  },
  {
    name: 'does not count what others say to the customer',
    caughtBy: 'nothing is planned over the budget of a day or of any week',
    plan: spoilFacts((input) => ({ ...input, contacts: input.contacts.map((one) => ({ ...one, isSameTalk: true })) })),
  },
  {
    name: 'counts days but not weeks',
    caughtBy: 'nothing is planned over the budget of a day or of any week',
    plan: (input) => {
      const { perDay } = input.manners.budget
      return planCalendar({ ...input, manners: { ...input.manners, budget: { perDay, perWeek: 99 } } })
    },
  },
  {
    name: 'goes on after a refund',
    caughtBy: 'nothing comes after an exit',
    plan: withoutExit('refunded'),
  },
  {
    name: 'takes up again, when the complaint is closed, what it had stopped',
    caughtBy: 'nothing comes after an exit',
    plan: spoilFacts((input) => ({
      ...input,
      customer: {
        ...input.customer,
        complaints: input.customer.complaints.filter(({ closedAtMs }) => closedAtMs === undefined),
      },
    })),
  },
  {
    name: 'lets what is on the desk stay after an exit',
    caughtBy: 'nothing comes after an exit',
    plan: spoilOutcome(({ key, outcome }, { progress }) =>
      progress.some((step) => step.key === key && step.kind === 'shown') ? { kind: 'kept', as: 'shown' } : outcome,
    ),
  },
  {
    name: 'plans closed steps again',
    caughtBy: 'nothing comes that was closed, and what was closed stays',
    plan: spoilFacts((input) => progressAt(input, ({ kind }) => kind !== 'closed')),
  },
  {
    name: 'takes the answer that arrived last',
    caughtBy: 'the order of the facts changes nothing',
    plan: spoilFacts((input) => ({
      ...input,
      answers: [...new Map(input.answers.map((answer) => [answer.stepKey + answer.ask, answer])).values()],
    })),
  },
  {
    name: 'rests by arrival',
    caughtBy: 'the order of the facts changes nothing',
    plan: spoilFacts((input) => ({ ...input, starts: input.starts.slice(0, 3) })),
  },
  {
    name: 'sorts the caller’s starts',
    caughtBy: 'planning leaves the facts alone, and planning again gives the same',
    plan: (input) => {
      const starts = input.starts as CalendarInput['starts'][number][]
      starts.sort((a, b) => b.atMs - a.atMs)
      return planCalendar(input)
    },
  },
  {
    name: 'moves what is overdue to the minute of now',
    caughtBy: 'a preview is kept: as time passes and what comes is sent, the rest stays where it was',
    plan: spoilOutcome(({ outcome }, { nowMs }) =>
      outcome.kind === 'planned' && outcome.movedBecause
        ? plannedAt(outcome, outcome.atMs + (nowMs % 1000_000))
        : outcome,
    ),
  },
  {
    name: 'brings up again what had given way, when the other is done',
    caughtBy: 'a preview is kept: as time passes and what comes is sent, the rest stays where it was',
    plan: spoilFacts((input) => ({ ...input, contacts: input.contacts.filter(({ atMs }) => atMs > input.nowMs) })),
  },
  {
    name: 'finds progress by the place of the step',
    caughtBy: 'editing a playbook keeps progress',
    plan: (input) =>
      planCalendar(input).map((item) => {
        const index = input.playbooks
          .find(({ id }) => id === item.playbookId)
          ?.steps.findIndex(({ id }) => id === item.step.id)
        return index === 0 && item.outcome.kind === 'kept' ? { ...item, outcome: { kind: 'kept', as: 'shown' } } : item
      }),
  },
  {
    name: 'takes what was said for service',
    caughtBy: 'no sale is planned right after a sale',
    plan: spoilFacts((input) => ({
      ...input,
      contacts: input.contacts.map((contact) => ({ ...contact, purpose: 'service' })),
    })),
  },
  {
    name: 'takes every step for service',
    caughtBy: 'no sale is planned right after a sale',
    plan: spoilSteps((step) => ({ ...step, purpose: 'service' })),
  },
  {
    name: 'turns importance round',
    caughtBy: 'two wished on one day become the more important one',
    plan: spoilSteps((step) => ({ ...step, priority: 10 - step.priority })),
  },
  {
    name: 'puts sale before service',
    caughtBy: 'two wished on one day become the more important one',
    plan: spoilSteps((step) => ({ ...step, purpose: step.purpose === 'sale' ? 'service' : 'sale' })),
  },
  {
    name: 'asks for feedback whatever the answer',
    caughtBy: 'what depends on an answer comes only after that answer',
    plan: spoilSteps(({ gates, ...step }) => step as PlaybookStep),
  },
  {
    name: 'talks on whatever was answered',
    caughtBy: 'what depends on an answer comes only after that answer',
    plan: spoilFacts((input) => ({ ...input, answers: input.answers.map((answer) => ({ ...answer, answer: 'yes' })) })),
  },
  {
    name: 'does not hear that the guide wants no prompts',
    caughtBy: 'a guide who wants no prompts gets none',
    plan: spoilFacts(({ customer: { mutedUntilMs, ...customer }, ...input }) => ({ ...input, customer })),
  },
  {
    name: 'does not hear that the customer wants to be left alone',
    caughtBy: 'a customer who does not want to be disturbed is sold nothing for a while',
    plan: spoilFacts((input) => ({
      ...input,
      answers: input.answers.map((answer) => ({ ...answer, answer: answer.answer === 'yes' ? 'yes' : 'no' })),
    })),
  },
]
