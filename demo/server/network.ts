import type { Middleware } from 'koa'

const SLOW_MS = 4_000

/** The switches 断网 and 弱网: a browser that carries the cookie gets no answer from /api, or a late one. */
export const badNetwork: Middleware = async (ctx, next) => {
  const mode = ctx.path.startsWith('/api/') ? ctx.cookies.get('demo_network') : undefined
  if (mode === 'offline') {
    ctx.respond = false
    ctx.req.socket.destroy()
    return
  }
  if (mode === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
  await next()
}
