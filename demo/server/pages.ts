import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Middleware } from 'koa'

const FRAME = join(import.meta.dirname, '../frame')
const BRIDGE = join(import.meta.dirname, '../bridge.js')
const TYPES: Record<string, string> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
}

/** The chat frame, served as it lies in the folder; only files that were there at the start exist. */
export function framePages(): Middleware {
  const files = new Map(readdirSync(FRAME).map((name) => [`/demo/${name}`, join(FRAME, name)]))
  files.set('/demo/', join(FRAME, 'index.html'))
  files.set('/demo/bridge.js', BRIDGE)
  return async (ctx, next) => {
    if (ctx.path === '/demo') return ctx.redirect('/demo/')
    const file = ctx.method === 'GET' ? files.get(ctx.path) : undefined
    if (!file) return next()
    ctx.set('cache-control', 'no-store')
    ctx.type = TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    ctx.body = readFileSync(file, 'utf8')
  }
}

/** Signatures and cookies belong to one name of this machine: `localhost` is led to it. */
export function ownName(baseUrl: string): Middleware {
  return async (ctx, next) => {
    const isPage = ctx.method === 'GET' && (ctx.path === '/demo' || ctx.path === '/demo/')
    if (isPage && `http://${ctx.host}` !== baseUrl) return ctx.redirect(`${baseUrl}/demo/`)
    await next()
  }
}

/** Puts the bridge in front of the page's own scripts. */
export const injectBridge = (html: string): string =>
  html.replace('<head>', '<head><script src="/demo/bridge.js"></script>')
