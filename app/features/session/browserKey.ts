import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'koa'

const COOKIE = 'huitouke.oauth'

interface CookieSettings {
  isHttps: boolean
  lifeMs: number
}

/** Marks this browser for one OAuth round trip, so that a state begun elsewhere is worth nothing here. */
export function markBrowser(ctx: Context, { isHttps, lifeMs }: CookieSettings): string {
  const secret = randomBytes(24).toString('base64url')
  // Lax lets the cookie come back with the redirect from WeCom's own host.
  ctx.cookies.set(COOKIE, secret, { httpOnly: true, secure: isHttps, sameSite: 'lax', maxAge: lifeMs, signed: true })
  return keyOf(secret)
}

/** The key of this browser's mark, which is removed: it serves one round trip. */
export function takeBrowserKey(ctx: Context): string | undefined {
  const secret = ctx.cookies.get(COOKIE, { signed: true })
  if (secret === undefined) return undefined
  ctx.cookies.set(COOKIE, '', { maxAge: 0, httpOnly: true, signed: true, sameSite: 'lax' })
  return keyOf(secret)
}

function keyOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
