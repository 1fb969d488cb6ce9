import type { Context } from 'koa'
import { z } from 'zod'
import type { Actor } from '../../http/actor.ts'
import { AppError } from '../../http/errors.ts'
import { type RawAnswer, type Route, rawAnswer, route } from '../../http/route.ts'
import { type BuiltPages, loadPages } from './loadPages.ts'
import { type PageSignature, presentPage } from './presentPage.ts'
import { signInDoor } from './signInDoor.ts'

export interface PageOptions {
  /** Where `npm run build:web` put its files. */
  distDir: string
  /** Signs a full address of ours for the JS-SDK. */
  agentConfigFor(url: string): Promise<PageSignature>
  site: { publicBaseUrl: string; corpId: string; agentId: number }
  authenticate(ctx: Context): Promise<Actor | undefined>
  /** Last touch on a page before it leaves. */
  htmlFilter?(html: string): string
}

const YEAR_SECONDS = 31_536_000

/** The two front ends: pages are made for this person and this address, assets never change under their name. */
export function pageRoutes(options: PageOptions): Route[] {
  const pages = loadPages(options.distDir)
  return [
    route({
      method: 'get',
      path: '/',
      access: 'public',
      summary: 'Sends a person to the page of their role',
      answer: 'raw',
      handle: async ({ koa }) => {
        const actor = await options.authenticate(koa)
        return redirect(actor && actor.reach.kind !== 'none' ? '/board/' : '/sidebar/')
      },
    }),
    pageRoute('/sidebar/', 'guide', pages, options),
    pageRoute('/board/', 'board', pages, options),
    route({
      method: 'get',
      path: '/assets/:file',
      access: 'public',
      summary: 'Scripts and styles of the front ends',
      params: z.object({ file: z.string() }),
      answer: 'raw',
      handle: async ({ params, koa }) => answerAsset(pages, params.file, koa),
    }),
  ]
}

function pageRoute(path: string, name: 'guide' | 'board', pages: BuiltPages, options: PageOptions): Route {
  return route({
    method: 'get',
    path,
    access: 'public',
    summary: `The ${name} page; without a session, the way to sign in`,
    answer: 'raw',
    handle: async ({ koa, log }) => {
      const actor = await options.authenticate(koa)
      if (!actor) return signInDoor(koa, path)
      const html = pages[name]
      if (!html) throw new AppError('UNAVAILABLE', undefined, '页面还没有构建，请先运行 npm run build:web')
      const { publicBaseUrl, corpId, agentId } = options.site
      // Without a ticket the page still works: it asks for the signature itself.
      const signature = await options.agentConfigFor(new URL(koa.url, publicBaseUrl).href).catch((error: unknown) => {
        log.warn({ err: error }, 'no JS-SDK signature for the page')
        return undefined
      })
      const boot = { ...pickSignature(signature), corpId, agentId, userName: actor.name, role: actor.role }
      const page = presentPage(html, boot, koa.get('user-agent'))
      return rawAnswer({
        status: 200,
        type: 'text/html; charset=utf-8',
        body: options.htmlFilter ? options.htmlFilter(page) : page,
        headers: { 'cache-control': 'no-store', vary: 'User-Agent' },
      })
    },
  })
}

function pickSignature(signature: PageSignature | undefined): Partial<PageSignature> {
  if (!signature) return {}
  return { timestamp: signature.timestamp, nonceStr: signature.nonceStr, signature: signature.signature }
}

async function answerAsset(pages: BuiltPages, file: string, ctx: Context): Promise<RawAnswer> {
  const asset = pages.assets.get(file)
  if (!asset) throw new AppError('NOT_FOUND')
  const accepted = ctx.acceptsEncodings('br', 'gzip', 'identity')
  const coding = accepted === 'br' || accepted === 'gzip' ? accepted : undefined
  return rawAnswer({
    status: 200,
    type: asset.type,
    body: coding ? await asset.pack(coding) : asset.plain,
    headers: {
      'cache-control': `public, max-age=${YEAR_SECONDS}, immutable`,
      vary: 'Accept-Encoding',
      ...(coding ? { 'content-encoding': coding } : {}),
    },
  })
}

function redirect(to: string): RawAnswer {
  return rawAnswer({ status: 302, headers: { location: to, 'cache-control': 'no-store' } })
}
