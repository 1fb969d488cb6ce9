import type { Answer, CustomerFacts } from './calendar.ts'
import type { Playbook, PlaybookStep } from './playbook.ts'

const LEFT_ALONE_MS = 90 * 86_400_000

interface SaidFacts {
  answers: readonly Answer[]
  customer: CustomerFacts
}

/**
 * Since when a customer who answered `dont_disturb`, to whatever question, is left alone at that moment: for 90 days,
 * or until they come back and buy. What an order or a complaint needs to be told is told all the same.
 */
export function leftAloneSince(
  { trigger }: Playbook,
  { purpose }: PlaybookStep,
  atMs: number,
  { answers, customer }: SaidFacts,
): number | undefined {
  if (trigger.on === 'complaint_opened' || trigger.on === 'complaint_closed') return undefined
  if (purpose === 'service' && (trigger.on === 'order_line_paid' || trigger.on === 'order_paid')) return undefined
  const saidAtMs = Math.max(...answers.filter(({ answer }) => answer === 'dont_disturb').map((answer) => answer.atMs))
  const cameBack = customer.purchasesAtMs.some((boughtAtMs) => boughtAtMs > saidAtMs)
  return atMs < saidAtMs + LEFT_ALONE_MS && !cameBack ? saidAtMs : undefined
}
