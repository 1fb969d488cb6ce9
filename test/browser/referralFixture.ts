import { z } from 'zod'
import {
  CUSTOMER_REFERRAL,
  type CustomerReferral,
  REFERRAL_BOARD,
  type ReferralBoard,
} from '../../app/features/referrals/contract.ts'
import type { Route } from '../../app/http/route.ts'
import { ask, get, type Posted, recorder } from './fixtureParts.ts'
import { NOW_MS } from './fixtures.ts'

const DAY_MS = 86_400_000
const SQUARE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')}`

const friend = (name: string, daysAgo: number, state: 'waiting' | 'rewarded' | 'void', stateText: string) => ({
  ...{ name, state, stateText, points: 200, joinedAtMs: NOW_MS - daysAgo * DAY_MS },
})

const REFERRAL: CustomerReferral = {
  promiseText:
    '每位朋友的首单完成、过了退货期（30 个工作日），客户得 200 积分；满 3 位再得 100 积分。只算直接带来的新朋友。',
  whyNot: null,
  code: null,
  referredBy: friend('李梅', 90, 'rewarded', '积分已到账'),
  friends: [
    friend('陈静', 3, 'waiting', '首单已完成，1 月 4 日过退货期后到账'),
    friend('一位朋友', 60, 'void', '以前买过，不算新朋友'),
  ],
  rewardedFriends: 3,
  points: 700,
  honourText: '推荐达人',
  nextHonourText: '再有 7 位成交，成为金牌推荐达人',
}

const ROWS: ReferralBoard['rows'] = [
  ['赵强', 'waiting', '首单已完成，1 月 4 日过退货期后到账'],
  ['王芳芳（妈妈群里认识的，爱喝岩茶，周末才有空）', 'rewarded', '积分已到账'],
  ['孙悦', 'void', '到账后首单全部退款，积分已收回'],
].map(([friendName = '', state = '', stateText = ''], at) => ({
  ...{ id: 9 - at, friendName, stateText, referrerName: '李梅', guideName: '林晓', storeName: '徐汇店', points: 200 },
  ...{ state: state as 'waiting', joinedAtMs: NOW_MS - (at + 1) * DAY_MS },
}))

export function referralRoutes(posted: Posted[]): Route[] {
  let { code } = REFERRAL
  return [
    // As with WeCom, the picture is there a look later.
    get('/api/customers/:id/referral', z.object({ id: z.string() }), CUSTOMER_REFERRAL, () => {
      const now = { ...REFERRAL, code }
      if (code) code = { qrCode: SQUARE }
      return now
    }),
    recorder(posted)('/api/customers/:id/referral-code', CUSTOMER_REFERRAL, () => {
      code = { qrCode: null }
      return { ...REFERRAL, code }
    }),
    ask('/api/boards/referrals', 'manager', REFERRAL_BOARD, ({ state }) => ({
      ...{ nowMs: NOW_MS, counts: { joined: 4, waiting: 1, rewarded: 1, void: 1 }, points: 300, nextBefore: null },
      rows: ROWS.filter((row) => !state || row.state === state),
    })),
  ]
}
