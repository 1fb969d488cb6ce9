import type { Middleware } from 'koa'
import type { LocalWeCom } from 'wecom-sdk/local'

export interface LoggedExchange {
  id: number
  atMs: number
  /** Who asks whom: page → product, product → WeCom, WeCom → product. */
  way: 'page' | 'wecom' | 'callback'
  text: string
  note: string
}

const MOST = 300

/** What crosses the wire while the demo runs, for the panel that shows it. Never a body. */
export interface CallLog {
  middleware: Middleware
  after(id: number): LoggedExchange[]
}

export function createCallLog(local: LocalWeCom): CallLog {
  const entries: LoggedExchange[] = []
  let count = 0
  let apiCalls = local.calls().length
  let callbacks = local.delivery.deliveries().length
  const add = (entry: Omit<LoggedExchange, 'id'>): void => {
    count += 1
    entries.push({ id: count, ...entry })
    if (entries.length > MOST) entries.shift()
  }
  const collect = (): void => {
    for (const call of local.calls().slice(apiCalls))
      add({ atMs: Date.now(), way: 'wecom', text: `${call.method} /cgi-bin/${call.api}`, note: '' })
    apiCalls = local.calls().length
    for (const delivery of local.delivery.deliveries().slice(callbacks))
      add({ atMs: delivery.queuedAtMs, way: 'callback', text: eventOf(delivery.plaintext), note: delivery.outcome })
    callbacks = local.delivery.deliveries().length
  }
  return {
    middleware: async (ctx, next) => {
      if (!/^\/(api|hooks|auth|sidebar|board)\//.test(ctx.path)) return next()
      const started = performance.now()
      try {
        await next()
      } finally {
        collect()
        const note = `${ctx.status} · ${Math.round(performance.now() - started)} ms`
        add({ atMs: Date.now(), way: 'page', text: `${ctx.method} ${ctx.path}`, note })
      }
    },
    after: (id) => {
      collect()
      return entries.filter((entry) => entry.id > id)
    },
  }
}

/** `change_external_contact · add_external_contact`, read from the plain text of the callback. */
function eventOf(plaintext: string): string {
  const field = (name: string) => new RegExp(`<${name}><!\\[CDATA\\[([\\w-]*)`).exec(plaintext)?.[1]
  return [field('Event') ?? field('MsgType'), field('ChangeType'), field('UpdateDetail')]
    .filter((part) => part !== undefined)
    .join(' · ')
}
