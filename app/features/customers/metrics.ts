import { Counter } from 'prom-client'
import { registry } from '../../http/metrics.ts'

/** How much WeCom never told us: the reconciler's repairs. A number that grows is an outage nobody noticed. */
export const customerRepairs = new Counter({
  name: 'huitouke_reconciler_repairs_total',
  help: 'Facts the nightly reconciler had to repair, by what they concern',
  labelNames: ['what'] as const,
  registers: [registry],
})
