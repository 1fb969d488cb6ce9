import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import { type RawAnswer, rawAnswer } from '../../http/route.ts'

/** What is longer than signing in carries along opens the page without what stands behind its #. */
const LONGEST = 500

const SCRIPT = `const { pathname, search, hash } = location
const page = pathname + search
location.replace('/auth/wecom?return=' + encodeURIComponent(page.length + hash.length > ${LONGEST} ? page : page + hash))`

const HASH = createHash('sha256').update(SCRIPT).digest('base64')

const HTML = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>正在登录</title><script>${SCRIPT}</script></head><body><noscript>请允许这个页面运行脚本，再重新打开。</noscript></body></html>`

/**
 * The way to sign in and back. Where a page stands behind its # is never sent to a server, and WeCom's own # takes its
 * place on the way: a browser is asked for it first. Whoever reads no HTML goes at once.
 */
export function signInDoor(koa: Context, path: string): RawAnswer {
  if (!koa.get('accept').includes('text/html')) {
    const location = `/auth/wecom?return=${encodeURIComponent(path + koa.search)}`
    return rawAnswer({ status: 302, headers: { location, 'cache-control': 'no-store', vary: 'Accept' } })
  }
  return rawAnswer({
    status: 200,
    type: 'text/html; charset=utf-8',
    body: HTML,
    headers: {
      'cache-control': 'no-store',
      vary: 'Accept',
      'content-security-policy': `default-src 'none'; script-src 'sha256-${HASH}'; base-uri 'none'; frame-ancestors 'self'`,
    },
  })
}
