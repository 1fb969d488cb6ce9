import type { ExplainStep } from '../../domain/attribution/explainStep.ts'
import { creditedInWords } from './creditedWords.ts'
import { happenedInWords } from './happenedWords.ts'
import type { Names } from './namesInWords.ts'
import { passedOverInWords } from './passedOverWords.ts'

/** One sentence per step, for guides and managers: what was decided, from which fact, and who did not get it. */
export function stepInWords(step: ExplainStep, names: Names): string {
  if (step.code === 'decided') return decidedInWords(step)
  return creditedInWords(step, names) ?? passedOverInWords(step, names) ?? happenedInWords(step, names) ?? ''
}

/** A version holds for the orders paid in its time, also when they are judged again. */
function decidedInWords({ cause, ruleVersion, title }: Extract<ExplainStep, { code: 'decided' }>): string {
  const rule = `按付款当天的规则（第 ${ruleVersion} 版「${title}」）`
  return cause === 'payment' ? `${rule}判定` : `仍${rule}重新判定`
}
