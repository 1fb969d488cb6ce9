import { CLOSING, type ClosingView, LEDGER, type LedgerView, PROOF_ASKED } from '../../app/features/ledger/contract.ts'
import { HEALTH, type Health } from '../../app/features/operations/contract.ts'
import { type Route, route } from '../../app/http/route.ts'
import type { Posted } from './fixtureParts.ts'
import { NOW_MS } from './fixtures.ts'

const closing = (month: string, netSalesFen: number): ClosingView => ({
  ...{ month, closedAtMs: NOW_MS - 3_600_000, closedBy: 'gu.ning', postings: 4321, suspenseFen: -9_900 },
  ...{ guidesFen: netSalesFen - 1_990_100, poolsFen: 1_500_000, unattributedFen: 500_000, netSalesFen },
})
const FAULTS = [
  { kind: 'guide_month_off' as const, text: '导购月汇总与流水不符：导购 12 2026-09 SH001 新增，多出 ¥1.00' },
  { kind: 'posting_changed' as const, text: '封存后被改动：凭证 88123（第 177 段）' },
]

const PROVEN_BEFORE = { atMs: NOW_MS - 86_400_000, isGood: false, postings: 90_000, faultCount: 47, faults: FAULTS }
const HEALTH_LINES: Health = {
  version: '0.1.0',
  lines: [
    { name: 'work', title: '后台任务', state: 'ok', detail: '都已做完' },
    { name: 'redis', title: 'Redis', state: 'warn', detail: '连不上；任务照常进行，只是慢一些' },
    { name: 'ledger', title: '账本核对', state: 'fault', detail: '11月20日 04:29 核对，发现 47 处差错' },
    { name: 'seal', title: '账本封存', state: 'ok', detail: '已封存到 90000 号凭证' },
    { name: 'rules', title: '归属规则', state: 'ok', detail: '第 1 版「首次添加」，2026-01-01 起生效' },
  ],
}

/** A ledger with faults that a new proof no longer finds, and a month to close. */
export function ledgerRoutes(posted: Posted[]): Route[] {
  let ledger: LedgerView = {
    ...{ nextMonth: '2026-10', refusal: '账本核对有差错，查清之前不能结账', lastProof: PROVEN_BEFORE },
    closings: [closing('2026-09', 123_456_700), closing('2026-08', 98_765_400)],
    chain: { blocks: 180, sealedThrough: 90_000, unsealed: 12 },
  }
  const operator = { access: 'operator', summary: 'fixture' } as const
  return [
    route({ ...operator, method: 'get', path: '/api/ledger', answer: LEDGER, handle: async () => ledger }),
    route({ ...operator, method: 'get', path: '/api/health', answer: HEALTH, handle: async () => HEALTH_LINES }),
    route({
      ...{ ...operator, method: 'post', path: '/api/ledger/proofs', answer: PROOF_ASKED },
      handle: async () => {
        posted.push({ path: '/api/ledger/proofs', body: {} })
        const lastProof = { atMs: NOW_MS, isGood: true, postings: 90_012, faultCount: 0, faults: [] }
        ledger = { ...ledger, lastProof, refusal: null }
        return { asked: true as const }
      },
    }),
    route({
      ...{ ...operator, method: 'post', path: '/api/ledger/months/:month/close', answer: CLOSING },
      handle: async () => {
        posted.push({ path: '/api/ledger/months/2026-10/close', body: {} })
        const closed = closing('2026-10', 130_000_000)
        const closings = [closed, ...ledger.closings]
        ledger = { ...ledger, closings, nextMonth: '2026-11', refusal: '2026年11月还没有过完，不能结账' }
        return closed
      },
    }),
  ]
}
