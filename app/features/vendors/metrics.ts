import { Counter } from 'prom-client'
import { registry } from '../../http/metrics.ts'

export const vendorEvents = new Counter({
  name: 'huitouke_vendor_events_total',
  help: 'Events of malls at the door, by outcome: new, duplicate, ignored, refused',
  labelNames: ['vendor', 'outcome'] as const,
  registers: [registry],
})
