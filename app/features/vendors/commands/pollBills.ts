import { type Bill, WeComError } from 'wecom-sdk'
import type { Deps } from '../../../deps.ts'
import type { JobRun } from '../../../jobs/types.ts'
import { EXTERNAL_PAY, openRefundsOf, orderOfBill, refundOfRow, refundsOfReceipt } from '../bills.ts'
import type { VendorRefund } from '../contract.ts'
import { type Fault, UnreadableError } from '../faults.ts'
import { findPolledUntil, listTrouble, savePolledUntil, settleTrouble } from '../store.ts'
import { type Recorder, recordOrder, recordRefund } from './readEvent.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Windows overlap: a bill may show up late, and nothing calls back. */
const OVERLAP_MS = 2 * HOUR_MS
/** Receipts keep changing for this long; also how far the first poll looks back. */
const TRAIL_MS = 40 * DAY_MS
/** WeCom takes a month at most. */
const LONGEST_WINDOW_MS = 30 * DAY_MS
/** A refund that has no row of its own by then will have none. */
const ROW_COMES_WITHIN_MS = DAY_MS
const MAX_PAGES = 1_000

/**
 * Takes the bills of 对外收款 since the last poll, with an overlap; `isTrail`: of the whole trailing time. Every bill is
 * recorded by its own number, so windows may overlap and a poll may break off anywhere.
 */
export async function pollBills(deps: Deps, recorder: Recorder, isTrail: boolean, job: JobRun): Promise<string> {
  const nowMs = deps.clock.nowMs()
  const polledUntil = await deps.db.transaction(findPolledUntil)
  const sinceMs = nowMs - TRAIL_MS
  const fromMs = isTrail || polledUntil === undefined ? sinceMs : Math.max(sinceMs, polledUntil - OVERLAP_MS)
  const open = new Set<string>()
  let taken = 0
  try {
    for (let startMs = fromMs; startMs < nowMs; startMs += LONGEST_WINDOW_MS) {
      const endMs = Math.min(nowMs, startMs + LONGEST_WINDOW_MS)
      for await (const { bill_list, unreadable } of pagesOf(deps, startMs, endMs, job)) {
        for (const { number, faults } of unreadable) await tell(deps, number, faults.map(inChinese))
        taken += await recordBills(deps, recorder, bill_list, open)
      }
    }
  } catch (error) {
    // Not listed for 对外收款: told, and not parked anew every ten minutes.
    if (error instanceof WeComError && error.retry === 'never') return `WeCom does not tell: ${error.meaning}`
    throw error
  }
  const outcome = `${taken} recorded`
  await deps.db.transaction(async (tx) => {
    await savePolledUntil(tx, Math.max(nowMs, polledUntil ?? 0), nowMs)
    await job.settle(tx, outcome)
  })
  return outcome
}

/** The pages of one window, one after the other. */
async function* pagesOf(deps: Deps, fromMs: number, toMs: number, job: JobRun) {
  const window = { begin_time: Math.floor(fromMs / 1000), end_time: Math.ceil(toMs / 1000), limit: 1000 }
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    job.signal.throwIfAborted()
    const answer = await deps.wecom.getBillList(cursor ? { ...window, cursor } : window)
    yield answer
    // A page may be empty although more follow: only a missing cursor is the end.
    if (!answer.next_cursor || answer.next_cursor === cursor) return
    cursor = answer.next_cursor
  }
}

/** @param open refunds that their receipts call unfinished, met so far: receipts come before what is paid back of them */
async function recordBills(deps: Deps, recorder: Recorder, bills: readonly Bill[], open: Set<string>): Promise<number> {
  for (const number of bills.flatMap(openRefundsOf)) open.add(number)
  let taken = 0
  for (const bill of bills) taken += await recordBill(deps, recorder, bill, open)
  return taken
}

function rowlessRefunds(bill: Bill, nowMs: number): VendorRefund[] {
  return refundsOfReceipt(bill).filter(({ refundedAtMs }) => nowMs - refundedAtMs > ROW_COMES_WITHIN_MS)
}

/** One bill is one transaction; one that cannot be read stops none of the others, and a person is told. */
async function recordBill(deps: Deps, recorder: Recorder, bill: Bill, open: ReadonlySet<string>): Promise<number> {
  try {
    const order = orderOfBill(bill)
    const row = refundOfRow(bill)
    const refunds = [...(row && !open.has(row.refundNo) ? [row] : []), ...rowlessRefunds(bill, deps.clock.nowMs())]
    return await deps.db.transaction(async (tx) => {
      const outcomes = order ? [await recordOrder(tx, deps, recorder, order)] : []
      for (const refund of refunds) outcomes.push(await recordRefund(tx, deps, recorder, refund))
      await settleTrouble(tx, EXTERNAL_PAY, bill.out_trade_no, BILL, deps.clock.nowMs())
      return outcomes.filter((outcome) => outcome === 'recorded').length
    })
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    await tell(deps, /^[\w-]{1,64}$/.test(bill.out_trade_no) ? bill.out_trade_no : undefined, error.faults)
    return 0
  }
}

const BILL = 'bill'

/** The client of WeCom speaks English. */
function inChinese({ path }: Fault): Fault {
  return { path, message: '缺少，或者不是约定的样子' }
}

async function tell(deps: Deps, number: string | undefined, faults: readonly Fault[]): Promise<void> {
  deps.log.warn({ paths: faults.map(({ path }) => path) }, 'a bill cannot be read')
  const matter = { kind: 'vendor_unreadable', source: EXTERNAL_PAY, subject: BILL } as const
  const trouble = { ...matter, number: number ?? '没有单号', detail: { faults } }
  await deps.db.transaction((tx) => listTrouble(tx, trouble, deps.clock.nowMs()))
}
