import type { Middleware } from 'koa'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** One registry a process. Labels are route patterns and statuses, never ids. */
export const registry = new Registry()
let isCollecting = false

/** Process metrics (CPU, heap, event loop lag) start with the process, not with an import. */
export function collectProcessMetrics(): void {
  if (isCollecting) return
  isCollecting = true
  collectDefaultMetrics({ register: registry })
}

const requestSeconds = new Histogram({
  name: 'huitouke_http_request_seconds',
  help: 'Time to answer, by route and status',
  labelNames: ['route', 'method', 'status'] as const,
  buckets: [0.005, 0.02, 0.1, 0.5, 1, 3, 5],
  registers: [registry],
})

export const callbacksReceived = new Counter({
  name: 'huitouke_callbacks_total',
  help: 'Callbacks by outcome: new, duplicate, refused',
  labelNames: ['outcome'] as const,
  registers: [registry],
})

export const requestMetrics: Middleware = async (ctx, next) => {
  const end = requestSeconds.startTimer()
  try {
    await next()
  } finally {
    end({ route: String(ctx.state.routePath ?? 'none'), method: ctx.method, status: String(ctx.status) })
  }
}
