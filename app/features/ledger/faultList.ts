import type { FaultKind, LedgerFault } from './contract.ts'

export type NoteFault = (kind: FaultKind, subject: string, differenceFen?: number) => void

export interface FaultList {
  note: NoteFault
  count(): number
  /** The first of each kind: one broken night must not fill the row of its proof. */
  kept(): LedgerFault[]
}

const KEPT_PER_KIND = 20
const SUBJECT_LENGTH = 160

export function createFaultList(): FaultList {
  const counts = new Map<FaultKind, number>()
  const kept: LedgerFault[] = []
  return {
    note(kind, subject, differenceFen) {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      if (count > KEPT_PER_KIND) return
      const fault = { kind, subject: subject.slice(0, SUBJECT_LENGTH) }
      kept.push(differenceFen === undefined ? fault : { ...fault, differenceFen })
    },
    count: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
    kept: () => kept,
  }
}
