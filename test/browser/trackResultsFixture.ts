import { z } from 'zod'
import { OFFER_ACCEPTED, OFFERS, type Offers } from '../../app/features/talkTracks/offerContract.ts'
import { RANKING, type Ranking, SENDS, type Sends } from '../../app/features/talkTracks/rankingContract.ts'
import { type Route, route } from '../../app/http/route.ts'
import type { Posted } from './fixtureParts.ts'
import { NOW_MS } from './fixtures.ts'

const row = { level: 'gold', sends: 60, edited: 12, good: 20, plain: 6, bad: 2 }
const RANKED: Ranking = {
  from: '2026-08-25',
  to: '2026-11-21',
  sets: [
    {
      set: 'first-purchase/day-3',
      title: '首购回访：开箱与用法',
      rows: [
        {
          ...{ ...row, trackId: 'fp-day-3', title: '首购关怀·收货验货', settled: 50, orders: 25, share: 0.5 },
          ...{ low: 0.366, high: 0.634, rank: 1, verdict: 'best' },
        },
        {
          ...{ ...row, trackId: null, title: '导购自己写的', settled: 9, orders: 0, share: 0, low: 0, high: 0.299 },
          ...{ rank: null, verdict: 'few' },
        },
      ],
      gold: { trackId: 'fp-day-3', title: '首购关怀·收货验货', text: '您好，到了先看看外包装', wordings: [] },
    },
  ],
}
const SENT: Sends = {
  count: 1,
  rows: [
    {
      ...{ sendId: 1, atMs: NOW_MS - 30 * 86_400_000, guideName: '林晓', storeName: '徐汇店', text: '您好，到了吗' },
      ...{ isEdited: true, isSettled: true, order: { orderNo: 'N1', paidAtMs: NOW_MS }, answer: 'good' as const },
    },
  ],
  nextBefore: null,
}
const OFFER: Offers['rows'][number] = {
  ...{ id: 7, state: 'open', title: '开箱问候', set: 'first-purchase/day-3', guideName: '林晓', note: '' },
  ...{ body: '{{customerName}}，东西到了吗', text: '王女士，东西到了吗', createdAtMs: NOW_MS, decidedAtMs: null },
  from: { id: 'fp-day-3', title: '首购关怀·收货验货', text: '您好，到了先看看外包装' },
}

export function trackResultRoutes(posted: Posted[]): Route[] {
  const get = <A>(path: string, answer: z.ZodType<A>, say: A): Route =>
    route({
      ...{ method: 'get' as const, path, access: 'guide' as const, summary: path },
      query: z.record(z.string(), z.string()),
      answer,
      handle: async () => say,
    })
  return [
    get('/api/talk-tracks/ranking', RANKING, RANKED),
    get('/api/talk-tracks/sends', SENDS, SENT),
    get('/api/talk-track-offers', OFFERS, {
      rows: [OFFER],
      sets: [
        { set: 'first-purchase/day-3', title: '首购回访：开箱与用法' },
        { set: 'general/thanks', title: '感谢' },
      ],
    }),
    route({
      method: 'post',
      path: '/api/talk-track-offers/:id/accept',
      access: 'guide',
      summary: 'accept',
      params: z.object({ id: z.string() }),
      body: z.record(z.string(), z.unknown()),
      answer: OFFER_ACCEPTED,
      handle: async ({ params, body }) => {
        posted.push({ path: `/api/talk-track-offers/${params.id}/accept`, body })
        return { offer: OFFER, file: 'first-purchase/offered-7.hbs', text: '已写入 templates' }
      },
    }),
  ]
}
