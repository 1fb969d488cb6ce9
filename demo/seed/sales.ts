import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { importFile } from '../../app/boot/importFile.ts'
import type { Stage } from '../stage.ts'
import type { Visitor } from './browsers.ts'
import { CAST } from './chain.ts'
import { firstAdded, type SeedCustomer } from './customers.ts'
import { lineOf, MALL, type OrderBody, POS, type RefundBody } from './orders.ts'
import { DAY_MS, dayStart, dayText, HOUR_MS, instantText, MINUTE_MS } from './time.ts'

/** Colleagues of 林晓; the last one moved to another store and helps out. */
const ZHOU = 'SH001.2'
const MOVED = { userid: 'SH001.4', toStore: 'SH002', daysAgo: 12 }
const CLAIMED = 'SH001-CLAIMED'
const DISPUTED = 'SH001-DISPUTED'

/** Sales of 徐汇店 whose credit somebody would ask about: one for every kind of answer. */
export function planSales(customers: readonly SeedCustomer[], openingMs: number) {
  const at = (daysAgo: number) => dayStart(openingMs) - daysAgo * DAY_MS + 16 * HOUR_MS
  const unionOf = (name: string) => {
    const found = customers.find((one) => one.name === name && firstAdded(one) < openingMs)
    if (!found) throw new Error(`${name} is not in the chain`)
    return { unionId: found.unionid }
  }
  const sale = (orderNo: string, daysAgo: number, over: Partial<OrderBody> & Pick<OrderBody, 'lines'>): OrderBody => ({
    ...{ source: POS, orderNo, channel: 'offline' as const, storeCode: CAST.storeCode, delivery: 'pickup' as const },
    ...{ orderedAt: instantText(at(daysAgo) - MINUTE_MS), paidAt: instantText(at(daysAgo)) },
    ...over,
  })
  const online = { source: MALL, channel: 'online', delivery: 'shipping' } as const
  const served = (code: string, servedByGuide: string) => [{ ...lineOf('1', code, 0), servedByGuide }]
  const together = { guide: CAST.guide, parts: 60 }
  const orders: OrderBody[] = [
    sale('W-SHARED', 5, { ...online, sharedByGuide: CAST.guide, lines: [lineOf('1', 'SKIN-01', 0)] }),
    sale('SH001-TOGETHER', 6, {
      lines: [{ ...lineOf('1', 'WEAR-02', 0), servedBy: [together, { guide: ZHOU, parts: 40 }] }],
    }),
    sale('W-RETURNED', 36, { ...online, buyer: unionOf('白晓彤'), lines: [lineOf('1', 'WEAR-03', 0)] }),
    sale('SH001-KEPT', 9, {
      buyer: unionOf('金玉兰'),
      lines: [lineOf('1', 'SKIN-01', 0), lineOf('2', 'SKIN-03', 0)],
    }),
    sale(CLAIMED, 4, { buyer: { phone: '13900008866' }, lines: [lineOf('1', 'TEA-02', 0)] }),
    sale('SH001-HELPER', 5, { lines: served('TEA-01', MOVED.userid) }),
    sale(DISPUTED, 5, { buyer: unionOf('宋佳'), lines: served('WEAR-04', CAST.guide) }),
    sale('W-NOBODY', 4, { ...online, storeCode: undefined, lines: [lineOf('1', 'SKIN-04', 0)] }),
  ]
  const back = (orderNo: string, daysAgo: number, lineNo: string): RefundBody => {
    const order = orders.find((one) => one.orderNo === orderNo)
    const line = order?.lines.find((one) => one.lineNo === lineNo)
    if (!order || !line) throw new Error(`no line ${lineNo} of ${orderNo}`)
    const { source } = order
    const lines = [{ lineNo, refundFen: line.paidFen, quantity: line.quantity }]
    return {
      ...{ source, refundNo: `R-${orderNo}`, orderNo, storeCode: CAST.storeCode },
      ...{ refundedAt: instantText(at(daysAgo)), lines },
    }
  }
  return { orders, refunds: [back('W-RETURNED', 4, '1'), back('SH001-KEPT', 5, '2')] }
}

/** The list of guides once more: one of them works in another store since. */
export async function moveGuide(stage: Stage, openingMs: number): Promise<void> {
  const { userid, toStore, daysAgo } = MOVED
  const person = stage.chain.people.find((one) => one.userid === userid)
  const path = join(stage.folder, 'guide-moves.csv')
  const row = [userid, person?.name, toStore, 'guide', person?.level, dayText(openingMs - daysAgo * DAY_MS)]
  const header = ['userid', 'name', 'store_code', 'role', 'level', 'from_date']
  writeFileSync(path, stringify([header, row], { bom: true }))
  const report = await importFile(stage.deps, 'guides', path, {})
  if (report.faults.length > 0) throw new Error(JSON.stringify(report.faults))
}

/** A guide knows whose the waiting sale is: she types its number in the customer's sidebar. */
export const claimSale = (guide: Visitor, externalUserId: string) =>
  guide.post(`/api/customers/${externalUserId}/claim-order`, { source: POS, orderNo: CLAIMED })

/** 林晓 served a colleague's customer and says so. */
export const objectToSale = (guide: Visitor) =>
  guide.post(`/api/orders/${POS}/${DISPUTED}/objections`, { clientKey: 'seed-objection-1', reason: '客户是我接待的' })

/** The manager looked into it: both of them, half each; head office approves. */
export async function settleSale(manager: Visitor, operator: Visitor): Promise<void> {
  const { rows } = (await manager.get('/api/credit-objections?state=open')) as { rows: { id: number }[] }
  for (const { id } of rows) {
    const to = [CAST.guide, ZHOU].map((guideUserId) => ({ guideUserId, parts: 1 }))
    const settled = (await manager.post(`/api/credit-objections/${id}/settle`, {
      ...{ outcome: 'upheld', clientKey: `seed-settled-${id}`, correction: { to } },
      answer: '看了排班和监控，客户是周婉的，这次从试穿到收银都是林晓接待，各一半',
    })) as { correction: { id: number } | null }
    await operator.post(`/api/credit-corrections/${settled.correction?.id}/decide`, { outcome: 'approved', note: '' })
  }
}

/** Another one that nobody has answered yet. */
export const objectAgain = (guide: Visitor) =>
  guide.post(`/api/orders/${POS}/SH001-TOGETHER/objections`, { clientKey: 'seed-objection-2', reason: '' })
