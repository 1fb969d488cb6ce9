import type { Middleware } from 'koa'

/** Where the pages find the local WeCom. */
export const WECOM_DOOR = '/demo/wecom'

const OPEN = [/^\/connect\/oauth2\/authorize$/, /^\/_local\/qr\/\w+$/]

/**
 * What pages need of WeCom under our own origin: its sign-in, so that it may run inside the frame, and its QR pictures.
 * Who visits: the cookie `local_userid`.
 */
export function wecomDoor(wecomBaseUrl: string): Middleware {
  return async (ctx, next) => {
    const path = ctx.path.startsWith(`${WECOM_DOOR}/`) ? ctx.path.slice(WECOM_DOOR.length) : ''
    if (!OPEN.some((pattern) => pattern.test(path))) return next()
    const answer = await fetch(`${wecomBaseUrl}${path}${ctx.search}`, {
      redirect: 'manual',
      headers: { cookie: ctx.get('cookie') },
    })
    ctx.set('cache-control', 'no-store')
    ctx.status = answer.status
    const location = answer.headers.get('location')
    if (location) return void ctx.set('location', location)
    ctx.type = answer.headers.get('content-type') ?? 'text/html'
    ctx.body = await answer.text()
  }
}
