import type {
  CampaignInput,
  CampaignProgress,
  CampaignReview,
  CampaignView,
} from '../../../app/features/campaigns/contract.ts'
import { recordOrder } from '../../../app/features/orders/commands/recordOrder.ts'
import { recordRefund } from '../../../app/features/orders/commands/recordRefund.ts'
import { ORDER_INPUT, REFUND_INPUT } from '../../../app/features/orders/contract.ts'
import { type Browser, startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import type { DatabaseKind } from '../../support/db.ts'

/** Two shops with a guide and a manager each, head office, and what they open in their browsers. */
export interface Promotion {
  app: TestApp
  lin: Browser
  operator: Browser
  eastManager: Browser
  southManager: Browser
}

export async function openPromotion(kind: DatabaseKind): Promise<Promotion> {
  const app = await startTestApp(kind)
  await seedChain(app.deps, app.local, [
    { userId: 'guide.lin', name: '林晓' },
    { userId: 'guide.wu', name: '吴昊', storeCode: 'GZ001' },
    { userId: 'boss.east', role: 'store_manager' },
    { userId: 'boss.south', role: 'store_manager', storeCode: 'GZ001' },
    { userId: 'op', role: 'operator', storeCode: null },
  ])
  const [lin, eastManager, southManager, operator] = [
    await app.signIn('guide.lin'),
    await app.signIn('boss.east'),
    await app.signIn('boss.south'),
    await app.signIn('op'),
  ]
  return { app, lin, operator, eastManager, southManager }
}

/** A customer of a guide, added by QR. */
export function addFriend({ app }: Promotion, userid: string, name: string): string {
  return app.local.customerAdds({ userid, name, addWay: 1 }).externalUserId
}

let orders = 0

export interface Sale {
  externalUserId?: string
  day: string
  fen: number
  pieces?: number
  storeCode?: string
  channel?: 'online' | 'offline'
}

/** @returns the order's number */
export async function sell({ app }: Promotion, sale: Sale): Promise<string> {
  const { externalUserId, day, fen, pieces = 1, storeCode = 'SH001', channel = 'offline' } = sale
  orders += 1
  const orderNo = `PROMO-${orders}`
  const paidAt = day.includes('T') ? `${day}+08:00` : `${day}T15:00:00+08:00`
  const line = { lineNo: '1', productCode: 'TEA', name: '白茶', quantity: pieces, paidFen: fen }
  const buyer = externalUserId === undefined ? {} : { buyer: { externalUserId } }
  const taken = { source: 'pos-east', orderNo, channel, storeCode, orderedAt: paidAt, paidAt, delivery: 'pickup' }
  await recordOrder(app.deps, ORDER_INPUT.parse({ ...taken, lines: [line], ...buyer }))
  return orderNo
}

export async function giveBack(
  { app }: Promotion,
  refund: { orderNo: string; day: string; fen: number; pieces: number },
): Promise<void> {
  const { orderNo, day, fen, pieces } = refund
  const input = { source: 'pos-east', refundNo: `R-${orderNo}-${day}`, orderNo, refundedAt: `${day}T16:00:00+08:00` }
  const lines = [{ lineNo: '1', refundFen: fen, quantity: pieces }]
  await recordRefund(app.deps, REFUND_INPUT.parse({ ...input, lines }))
}

export const PLAN = {
  name: '双十二',
  fromDay: '2026-11-25',
  toDay: '2026-12-20',
  offer: '全场满 300 减 50',
  phases: [
    {
      phase: 'build_up',
      fromDay: '2026-11-25',
      toDay: '2026-11-30',
      filter: {},
      purposes: { moments: '晒老客的故事', chat: '问需要什么' },
      targetFen: 0,
    },
    { phase: 'warm_up', fromDay: '2026-12-01', toDay: '2026-12-09', filter: {}, purposes: {}, targetFen: 10_000 },
    { phase: 'sprint', fromDay: '2026-12-10', toDay: '2026-12-12', filter: {}, purposes: {}, targetFen: 90_000 },
    { phase: 'afterglow', fromDay: '2026-12-13', toDay: '2026-12-20', filter: {}, purposes: {}, targetFen: 5_000 },
  ],
  forecast: { growth: {}, pricePercent: 100, corrections: {} },
} satisfies CampaignInput

export type Answer = CampaignView & CampaignProgress & CampaignReview & { error: { code: string; message: string } }

export async function read(response: Response): Promise<Answer> {
  return (await response.json()) as Answer
}

/** Saved and running. @returns its id */
export async function runPlan(promotion: Promotion, change: Partial<CampaignInput> = {}): Promise<number> {
  const { operator, app } = promotion
  const saved = await operator.post('/api/campaigns', { ...PLAN, ...change })
  const { id, error } = await read(saved)
  if (saved.status !== 200) throw new Error(JSON.stringify(error))
  await operator.post(`/api/campaigns/${id}/start`)
  await app.settle()
  return id
}

export async function goTo({ app }: Promotion, time: string): Promise<void> {
  app.clock.moveTo(Date.parse(`${time}+08:00`))
  await app.settle()
}

export interface Run {
  anchorKey: string
  playbookId: string
  externalUserId: string
  anchorAt: number
  endsAt: number | null
}

/** What playbooks were started under anchors that begin so, oldest first. */
export async function runsOf({ app }: Promotion, prefix: string): Promise<Run[]> {
  const rows: Run[] = await app.deps.db.read.query(
    `SELECT anchor_key AS anchorKey, playbook_id AS playbookId, external_user_id AS externalUserId,
       anchor_at AS anchorAt, ends_at AS endsAt FROM follow_up_tracks WHERE anchor_key LIKE ? ORDER BY id`,
    [`${prefix}%`],
  )
  return rows.map((row) => ({ ...row, anchorAt: Number(row.anchorAt), endsAt: row.endsAt && Number(row.endsAt) }))
}
