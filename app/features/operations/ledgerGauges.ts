import { Gauge } from 'prom-client'
import type { LedgerProof } from '../../db/entities/ledgerProofs.ts'
import { registry } from '../../http/metrics.ts'

const good = new Gauge({
  name: 'huitouke_ledger_proof_good',
  help: '1 when the last proof of the ledger found nothing, 0 when it found faults; absent before the first',
  registers: [registry],
})
const age = new Gauge({
  name: 'huitouke_ledger_proof_age_seconds',
  help: 'Time since the last proof of the ledger began; more than a day means that the nightly one did not run',
  registers: [registry],
})
const faults = new Gauge({
  name: 'huitouke_ledger_faults',
  help: 'Faults the last proof of the ledger found: npm run ledger -- prove',
  registers: [registry],
})
const ALL = [good, age, faults]

/** Read from the database when somebody looks, so every process shows the same. */
export function showProof(proof: LedgerProof | undefined, nowMs: number): void {
  for (const gauge of ALL) gauge.remove()
  if (!proof) return
  good.set(Number(proof.isGood))
  age.set((nowMs - proof.at) / 1000)
  faults.set(proof.faultCount)
}
