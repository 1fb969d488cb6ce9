import { type EntityManager, In } from 'typeorm'
import { type FollowUp, FollowUpAnswer } from '../../db/entities/followUps.ts'
import type { Playbook, PlaybookStep } from '../../domain/followUps/playbook.ts'
import type { AskView } from './contract.ts'

/** The step as operators have it today; undefined once they took it out. */
export function stepOf(
  playbooks: readonly Playbook[],
  { playbookId, stepId }: Pick<FollowUp, 'playbookId' | 'stepId'>,
): PlaybookStep | undefined {
  return playbooks.find(({ id }) => id === playbookId)?.steps.find(({ id }) => id === stepId)
}

/** What was answered so far, of all these follow-ups in one query. */
export function answersTo(read: EntityManager, followUpIds: readonly number[]): Promise<FollowUpAnswer[]> {
  if (followUpIds.length === 0) return Promise.resolve([])
  return read.findBy(FollowUpAnswer, { followUpId: In([...followUpIds]) })
}

/** The questions of a step, with what was tapped for this follow-up. */
export function presentAsks(
  step: PlaybookStep | undefined,
  followUpId: number,
  answers: readonly FollowUpAnswer[],
): AskView[] {
  const mine = answers.filter((answer) => answer.followUpId === followUpId)
  return (step?.asks ?? []).map(({ id, title, answers: choices }) => ({
    id,
    title,
    answers: choices.map((choice) => ({
      id: choice.id,
      title: choice.title,
      isChosen: mine.some(({ ask, answer }) => ask === id && answer === choice.id),
    })),
  }))
}

export function hasOpenAsk(asks: readonly AskView[]): boolean {
  return asks.some(({ answers }) => !answers.some(({ isChosen }) => isChosen))
}
