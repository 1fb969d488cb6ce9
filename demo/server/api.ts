import type { Context, Middleware } from 'koa'
import { SceneError } from 'wecom-sdk/local'
import { z } from 'zod'
import { parseJson, readBody } from '../../app/http/body.ts'
import { bubblesOf, chatsOf } from '../acts/chats.ts'
import { deleteGuide, StageError, scanCode } from '../acts/customers.ts'
import { orderInWeixinShop, payInChat } from '../acts/malls.ts'
import { orderInShop, orderOnline, refundOne } from '../acts/orders.ts'
import { importTodaysSales } from '../acts/posFile.ts'
import { passDays } from '../acts/time.ts'
import { BRAND, CAST } from '../seed/chain.ts'
import { type Stage, settle } from '../stage.ts'
import type { CallLog } from './callLog.ts'

type Act = (stage: Stage, input: unknown, ctx: Context) => unknown

const act =
  <S extends z.ZodType>(schema: S, play: (stage: Stage, input: z.output<S>, ctx: Context) => unknown): Act =>
  (stage, input, ctx) =>
    play(stage, schema.parse(input), ctx)

const userid = z.string().min(1).max(64)
const externalUserId = z.string().min(1).max(64)
const nothing = z.strictObject({})
const pair = z.strictObject({ userid, externalUserId })
const place = z.strictObject({ userid, kind: z.enum(['customer', 'group', 'bot']), id: z.string() })
const view = {
  userid,
  entry: z.string(),
  externalUserId: externalUserId.optional(),
  chatId: z.string().optional(),
  sendOutcome: z.enum(['ok', 'cancel', 'fail', 'never']),
}
const call = z.strictObject({ sessionId: z.string(), name: z.string(), params: z.looseObject({}) })
const click = z.strictObject({
  userid,
  msgid: z.string(),
  key: z.string(),
  selected: z.record(z.string(), z.array(z.string())).optional(),
})

const ACTS: Record<string, Act> = {
  cast: act(nothing, castOf),
  'sign-in': act(z.strictObject({ userid }), (_stage, { userid: who }, ctx) => {
    ctx.cookies.set('local_userid', encodeURIComponent(who), { httpOnly: true, sameSite: 'lax', signed: false })
    return {}
  }),
  network: act(z.strictObject({ mode: z.enum(['', 'offline', 'slow']) }), (_stage, { mode }, ctx) => {
    ctx.cookies.set('demo_network', mode, { path: '/api', sameSite: 'lax', signed: false })
    return {}
  }),
  chats: act(z.strictObject({ userid }), (stage, { userid: who }) => ({
    nowMs: stage.deps.clock.nowMs(),
    chats: chatsOf(stage, who),
  })),
  bubbles: act(place, (stage, { userid: who, kind, id }) => bubblesOf(stage, who, kind, id)),
  'bridge/open': act(z.strictObject(view), ({ local }, input) => local.bridge.open(input)),
  'bridge/change': act(z.strictObject({ sessionId: z.string(), ...view }), ({ local }, input) =>
    local.bridge.change(input),
  ),
  'bridge/invoke': act(call, ({ local }, input) => ({ result: local.bridge.invoke(input) ?? null })),
  'click-card': act(click, async (stage, input) => {
    stage.local.clickCard(input)
    await settle(stage)
    return {}
  }),
  'customer-writes': act(pair.extend({ text: z.string().min(1).max(200) }), ({ local }, input) => {
    local.customerWrites(input)
    return {}
  }),
  'member-writes': act(z.strictObject({ userid, text: z.string().min(1).max(200) }), async (stage, input) => {
    stage.local.memberWrites(input)
    await settle(stage)
    return {}
  }),
  scan: act(z.strictObject({ userid, qrCode: z.url().optional() }), (stage, input) =>
    scanCode(stage, input.userid, input.qrCode),
  ),
  'delete-guide': act(pair, async (stage, input) => {
    await deleteGuide(stage, input.userid, input.externalUserId)
    return {}
  }),
  'shop-order': act(pair, (stage, input) => orderInShop(stage, input.externalUserId, input.userid)),
  'mall-order': act(pair, (stage, input) => orderOnline(stage, input.externalUserId)),
  'weixin-shop-order': act(pair, (stage, input) => orderInWeixinShop(stage, input.externalUserId)),
  'pay-in-chat': act(pair, (stage, input) => payInChat(stage, input.userid, input.externalUserId)),
  refund: act(pair, (stage, input) => refundOne(stage, input.externalUserId)),
  'pos-file': act(nothing, (stage) => importTodaysSales(stage)),
  'next-day': act(nothing, (stage) => passDays(stage, 1)),
  'next-month': act(nothing, (stage) => passDays(stage, 30)),
  'member-system': act(z.strictObject({ after: z.int().min(0) }), ({ members }, { after }) => ({
    calls: members.calls.slice(after),
  })),
}

const ROLES = ['guide', 'storeManager', 'regionManager', 'operator'] as const

function castOf({ chain, deps }: Stage) {
  const roles = ROLES.map((role) => {
    const who = CAST[role]
    const person = chain.people.find((each) => each.userid === who)
    const store = chain.stores.find(({ code }) => code === person?.storeCode)
    return { role, userid: who, name: person?.name ?? who, storeName: store?.name ?? '' }
  })
  return { brand: BRAND, nowMs: deps.clock.nowMs(), roles }
}

/** `POST /demo/api/<act>`: what the page's buttons do. JSON from our own page only; nothing of the product answers here. */
export function demoApi(stageNow: () => Stage | undefined, log: CallLog): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/demo/api/')) return next()
    const name = ctx.path.slice('/demo/api/'.length)
    const stage = stageNow()
    if (!stage) return answer(ctx, 503, { error: '演示数据还在准备' })
    if (ctx.method !== 'POST' || !ctx.is('json') || isForeign(ctx, stage)) return answer(ctx, 403, { error: '不接受' })
    const input = parseJson(await readBody(ctx, 64 * 1024))
    if (name === 'log') return answer(ctx, 200, log.after(z.object({ after: z.int() }).parse(input).after))
    const found = ACTS[name]
    if (!found) return answer(ctx, 404, { error: '没有这个动作' })
    try {
      answer(ctx, 200, (await found(stage, input, ctx)) ?? {})
    } catch (error) {
      if (!(error instanceof StageError || error instanceof SceneError || error instanceof z.ZodError)) throw error
      answer(ctx, 422, { error: error instanceof z.ZodError ? z.prettifyError(error) : error.message })
    }
  }
}

function answer(ctx: Context, status: number, body: unknown): void {
  ctx.status = status
  ctx.set('cache-control', 'no-store')
  ctx.body = body
}

/** A page of another origin, or one that reached us under another name, has no business here. */
function isForeign(ctx: Context, { baseUrl }: Stage): boolean {
  const origin = ctx.get('origin')
  return `http://${ctx.host}` !== baseUrl || (origin !== '' && origin !== baseUrl)
}
