import type { ConditionName, ExitFact, Playbook, PlaybookStep } from '../../domain/followUps/playbook.ts'
import { FESTIVAL_IDS } from './dates/festivals.ts'
import { findReasonFaults } from './reasonText.ts'

type TriggerName = Playbook['trigger']['on']
const ORDER: readonly TriggerName[] = ['order_line_paid', 'order_paid']

/** Conditions that only such starts can answer; elsewhere the step would never come, or always. */
const CONDITION_NEEDS: Partial<Record<ConditionName, readonly TriggerName[]>> = {
  delivery: ORDER,
  slowEffect: ['order_line_paid'],
  boughtThisProductBefore: ORDER,
  categories: ORDER,
  hasWatched: ['live_ended'],
}
const EXIT_NEEDS: Partial<Record<ExitFact, readonly TriggerName[]>> = {
  refunded: ORDER,
  returned: ORDER,
  bought_again: ['order_line_paid'],
  complaint_closed: ['complaint_opened'],
}

/** What is wrong with a playbook though each of its lines is well formed: all of it, one sentence each. */
export function findPlaybookFaults(playbook: Playbook): string[] {
  const { trigger, steps } = playbook
  return [
    ...triggerFaults(trigger),
    ...conditionFaults('when', playbook.when, trigger.on),
    ...exitFaults(playbook),
    ...steps.flatMap((step, at) =>
      stepFaults(step, steps.slice(0, at), trigger).map((fault) => `step ${step.id}: ${fault}`),
    ),
  ]
}

function triggerFaults(trigger: Playbook['trigger']): string[] {
  if (trigger.on !== 'date') return []
  if (trigger.date !== 'holiday') return trigger.holidays ? ['holidays belong to date: holiday only'] : []
  if (!trigger.holidays) return [`date: holiday needs holidays, of ${FESTIVAL_IDS.join(', ')}`]
  const unknown = trigger.holidays.filter((id) => !FESTIVAL_IDS.includes(id))
  return unknown.map((id) => `unknown holiday ${id}; known are ${FESTIVAL_IDS.join(', ')}`)
}

/** Whatever goes on, it stops for a complaint and for somebody who left: no operator may forget that. */
function exitFaults({ trigger: { on: trigger }, exits }: Playbook): string[] {
  const endsAllOn = (fact: ExitFact) => exits.some(({ on, drops }) => on === fact && drops === 'all')
  const isAboutComplaint = trigger === 'complaint_opened' || trigger === 'complaint_closed'
  const wanted: ExitFact[] = isAboutComplaint ? ['customer_lost'] : ['complaint_opened', 'customer_lost']
  const facts = exits.map(({ on }) => on)
  return [
    ...wanted.filter((fact) => !endsAllOn(fact)).map((fact) => `exits need { on: ${fact}, drops: all }`),
    ...facts.filter((fact, at) => facts.indexOf(fact) !== at).map((fact) => `exit ${fact} stands twice`),
    ...facts
      .filter((fact) => !(EXIT_NEEDS[fact]?.includes(trigger) ?? true))
      .map((fact) => `exit ${fact} never happens with trigger ${trigger}`),
    ...(exits.some(({ drops }) => drops === 'use_up_steps') && trigger !== 'order_line_paid'
      ? ['drops: use_up_steps needs trigger order_line_paid']
      : []),
  ]
}

function stepFaults(step: PlaybookStep, earlier: readonly PlaybookStep[], trigger: Playbook['trigger']): string[] {
  const faults = [...findReasonFaults(step, trigger).map((fault) => `reason: ${fault}`)]
  if ('beforeUseUpDays' in step && trigger.on !== 'order_line_paid')
    faults.push('beforeUseUpDays needs trigger order_line_paid')
  if ('offsetDays' in step && step.offsetDays < 0 && trigger.on !== 'date')
    faults.push('only trigger date can look ahead: offsetDays must not be negative')
  if ('afterAnswer' in step) {
    const { step: from, ask, answer } = step.afterAnswer
    faults.push(...answerFaults('afterAnswer', { step: from, ask, answers: [answer] }, earlier))
  }
  for (const gate of step.gates ?? []) {
    const answers = 'is' in gate ? gate.is : gate.isNot
    faults.push(...answerFaults('gates', { step: gate.step, ask: gate.ask, answers }, earlier))
  }
  const asks = step.asks ?? []
  faults.push(...doubles(asks).map((id) => `ask ${id} stands twice`))
  for (const ask of asks) faults.push(...doubles(ask.answers).map((id) => `answer ${id} of ${ask.id} stands twice`))
  return [...faults, ...conditionFaults('when', step.when, trigger.on)]
}

function answerFaults(
  where: string,
  wanted: { step: string; ask: string; answers: readonly string[] },
  earlier: readonly PlaybookStep[],
): string[] {
  const from = earlier.find(({ id }) => id === wanted.step)
  if (!from) return [`${where}: no step ${wanted.step} comes before it`]
  const ask = from.asks?.find(({ id }) => id === wanted.ask)
  if (!ask) return [`${where}: step ${wanted.step} does not ask ${wanted.ask}`]
  const unknown = wanted.answers.filter((answer) => !ask.answers.some(({ id }) => id === answer))
  return unknown.map((answer) => `${where}: ${wanted.ask} has no answer ${answer}`)
}

function conditionFaults(where: string, when: Playbook['when'], trigger: TriggerName): string[] {
  const names = Object.keys(when ?? {}) as ConditionName[]
  return names
    .filter((name) => !(CONDITION_NEEDS[name]?.includes(trigger) ?? true))
    .map((name) => `${where}: nobody knows ${name} with trigger ${trigger}`)
}

function doubles(list: readonly { id: string }[]): string[] {
  const ids = list.map(({ id }) => id)
  return ids.filter((id, at) => ids.indexOf(id) !== at)
}
