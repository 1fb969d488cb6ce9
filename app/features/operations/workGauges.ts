import { Gauge } from 'prom-client'
import { registry } from '../../http/metrics.ts'
import type { WorkCounts } from '../../jobs/quiet.ts'

const waiting = new Gauge({
  name: 'huitouke_work_waiting',
  help: 'Callbacks not handled yet and jobs due now or running',
  registers: [registry],
})

const parked = new Gauge({
  name: 'huitouke_work_parked',
  help: 'Callbacks and jobs that wait for a person: npm run replay -- list',
  registers: [registry],
})

/** Counted in SQL when somebody looks, so every process shows the same. */
export function showWork(counts: Pick<WorkCounts, 'waiting' | 'parked'>): void {
  waiting.set(counts.waiting)
  parked.set(counts.parked)
}
