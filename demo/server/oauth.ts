import type { Middleware } from 'koa'

const PATH = '/demo/wecom/connect/oauth2/authorize'

/** WeCom's sign-in page under our own origin, so that it may run inside the frame. Who visits: the cookie `local_userid`. */
export function oauthDoor(wecomBaseUrl: string): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== PATH) return next()
    const answer = await fetch(`${wecomBaseUrl}/connect/oauth2/authorize${ctx.search}`, {
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
