export type AnswerMeaning = 'good' | 'plain' | 'bad'

/** What playbooks ask with; ids, as the answers are stored. */
const GOOD: ReadonlySet<string> = new Set([
  ...['good_feedback', 'good_effect', 'satisfied', 'calmed', 'solved', 'no_difficulties', 'intact'],
  ...['willing', 'shared', 'wants', 'will_buy', 'will_claim'],
])
const BAD: ReadonlySet<string> = new Set([
  ...['bad_feedback', 'bad_effect', 'unsatisfied', 'unhappy', 'complaint', 'damaged', 'unsolved', 'has_difficulties'],
  ...['dont_disturb', 'no_reply', 'no_answer', 'no_more', 'not_interested', 'wants_manager'],
])

/** Whether an answer speaks for the sentence before it. One nobody has judged says neither. */
export function meaningOf(answer: string): AnswerMeaning {
  if (GOOD.has(answer)) return 'good'
  return BAD.has(answer) ? 'bad' : 'plain'
}

/** Lower is better. */
export const MEANING_ORDER: readonly AnswerMeaning[] = ['good', 'plain', 'bad']
