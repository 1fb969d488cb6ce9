import { readFileSync } from 'node:fs'
import { z } from 'zod'
import {
  CHECK_INPUT,
  DRY_RUN,
  DRY_RUN_INPUT,
  DRY_RUN_ORDERS,
  DRY_RUN_SUMS,
  DRY_RUN_WHY,
  DRY_RUNS,
  type DryRunSums,
  type DryRunView,
  OPENED_DRY_RUN,
  RULES_CHECK,
  RULES_IN_FORCE,
} from '../../app/features/dryRuns/contract.ts'
import { presentFaults } from '../../app/features/dryRuns/present.ts'
import type { Route } from '../../app/http/route.ts'
import { checkAttribution } from '../../config/attributionRules.ts'
import { ask, get, type Posted, recorder } from './fixtureParts.ts'
import { NOW_MS } from './fixtures.ts'

const SOURCE = readFileSync(new URL('../../config/attribution/v1.yaml', import.meta.url), 'utf8')
const ID = z.object({ id: z.coerce.number() })
const LONG_NAME = '上海徐汇日月光中心旗舰店（地下一层东区）'

const DONE: DryRunView = {
  ...{ id: 3, title: '七三分', from: '2026-10-01', to: '2026-10-31', state: 'done', percent: 100 },
  ...{ orders: 18_204, changed: 2_310, netFen: 412_345_600, movedFen: 31_870_000 },
  ...{ settledBeforeFen: 300_000_000, settledAfterFen: 0, askedBy: 'op', atMs: NOW_MS, doneAtMs: NOW_MS },
}
const RUNS = [
  DONE,
  { ...DONE, id: 4, title: '只看服务', state: 'running' as const, percent: 42, orders: 7_600, doneAtMs: null },
  { ...DONE, id: 5, title: '先到先得', changed: 0, movedFen: 0, settledAfterFen: DONE.settledBeforeFen },
  { ...DONE, id: 6, title: '全年', changed: 241_000 },
]

const row = (name: string, beforeFen: number, afterFen: number, orders: number, codes: object = {}) => ({
  ...{ regionCode: 'EAST', storeCode: '', account: '', name, beforeFen, afterFen, orders },
  ...{ differenceFen: afterFen - beforeFen, ...codes },
})

const REGIONS: DryRunSums = {
  path: [],
  rows: [row('华东', 200_000_000, 231_870_000, 2_000), row('华南', 212_345_600, 180_475_600, 310, { regionCode: 'S' })],
  hasMore: false,
}
const STORES: DryRunSums = {
  path: ['华东'],
  rows: [row(LONG_NAME, 100_000_000, 131_870_000, 2_000, { storeCode: 'SH001' })],
  hasMore: true,
}
const HOLDERS: DryRunSums = {
  path: ['华东', LONG_NAME],
  rows: [
    row('周敏', 1_000_000, 32_870_000, 1_900, { storeCode: 'SH001', account: 'guide:2' }),
    row('门店池', 99_000_000, 99_000_000, 0, { storeCode: 'SH001', account: 'pool' }),
  ],
  hasMore: false,
}
const ORDERS = {
  path: ['华东', LONG_NAME, '周敏'],
  rows: [
    ...[{ orderId: 7, source: 'pos-east', orderNo: 'SH001-20261003-0042', day: '2026-10-03' }].map((order) => ({
      ...{ ...order, beforeFen: 0, afterFen: 59_700 },
    })),
  ],
  nextAfter: 7,
}
const WHY = {
  ...{ source: 'pos-east', orderNo: 'SH001-20261003-0042', isOtherwiseNow: true },
  parts: [
    { name: '林晓', beforeFen: 199_000, afterFen: 139_300 },
    { name: '周敏', beforeFen: 0, afterFen: 59_700 },
  ],
  before: [
    '2026年10月3日：林晓带来的客户，归林晓',
    '2026年10月3日：单上写的服务导购是周敏，但客户已有归属导购，所以不归',
  ],
  after: ['2026年10月3日：林晓带来的客户，归林晓 70%', '2026年10月3日：单上写的服务导购是周敏，归周敏 30%'],
}

/** A split that moves credit from one region to another, one run that is not over, and one that changes nothing. */
export function dryRunRoutes(posted: Posted[]): Route[] {
  const post = recorder(posted)
  const sumsOf = ({ region, store }: Record<string, string>) =>
    region === undefined ? REGIONS : store === undefined ? STORES : HOLDERS
  const inForce = { version: 1, title: '先到先得', effectiveFrom: '2000-01-01', source: SOURCE }
  return [
    ask('/api/dry-runs', 'manager', DRY_RUNS, () => ({ runs: RUNS })),
    ask('/api/dry-runs/in-force', 'manager', RULES_IN_FORCE, () => inForce),
    get('/api/dry-runs/:id', ID, OPENED_DRY_RUN, ({ id }) => {
      const run = RUNS.find((one) => one.id === id) ?? DONE
      return { ...run, orderRows: run.changed * 2, fitsSheet: run.id !== 6 }
    }),
    ask('/api/dry-runs/:id/sums', 'manager', DRY_RUN_SUMS, sumsOf),
    ask('/api/dry-runs/:id/orders', 'manager', DRY_RUN_ORDERS, () => ORDERS),
    ask('/api/dry-runs/:id/orders/:orderId', 'manager', DRY_RUN_WHY, () => WHY),
    post('/api/dry-runs/check', RULES_CHECK, ({ rules }) => checked(String(rules)), CHECK_INPUT),
    post('/api/dry-runs', DRY_RUN, () => DONE, DRY_RUN_INPUT),
  ]
}

function checked(source: string) {
  const read = checkAttribution(source)
  if ('found' in read) return { title: read.found.title, faults: [] }
  return { title: null, faults: presentFaults(read.faults) }
}
