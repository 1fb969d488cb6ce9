import type { BoardEntries, BoardScope, Leaderboard, LeaderboardRow } from '../../app/features/boards/contract.ts'
import type { GroupBoard } from '../../app/features/groups/contract.ts'

const STORES = [
  ['SH001', '徐汇店'],
  ['SH002', '静安店'],
  ['HZ001', '西湖店'],
] as const
const NAMES = ['林晓', '周宁', '张敏', '何欢', '许诺', '钱多', '吴新', '孟小小']
const NET_FEN = [1_289_000, 986_450, 986_450, 720_100, 455_900, 210_000, 98_000, -19_900]

export const SCOPE: BoardScope = {
  regions: [
    { code: 'east', name: '华东', parentCode: null },
    { code: 'sh', name: '上海', parentCode: 'east' },
    { code: 'zj', name: '浙江', parentCode: 'east' },
  ],
  stores: [
    { code: 'SH001', name: '徐汇店', regionCode: 'sh' },
    { code: 'SH002', name: '静安店', regionCode: 'sh' },
    { code: 'HZ001', name: '西湖店', regionCode: 'zj' },
  ],
}

const RANKS = [1, 2, 2, 4, 5, 6, null, 7]

function row(name: string, index: number): LeaderboardRow {
  const [storeCode, storeName] = STORES[index % STORES.length] ?? STORES[0]
  const netFen = NET_FEN[index] ?? 0
  const onlineFen = Math.trunc(netFen / 4)
  return {
    rank: RANKS[index] ?? null,
    guideUserId: `guide.${index}`,
    guideName: name,
    storeCode,
    storeName,
    netFen,
    onlineFen,
    offlineFen: netFen - onlineFen,
    refundFen: index * 9900,
    orders: 31 - index * 4,
    newCustomers: 12 - index,
    lostCustomers: index % 3,
    followUpsDue: 20,
    followUpsDone: 20 - index * 2,
    followUpsOnTime: 18 - index * 2,
  }
}

/** The period's figures; any period other than the current week is a fifth lower. */
export function leaderboard(query: Record<string, string>): Leaderboard {
  const from = query.from ?? '2026-11-15'
  const to = query.to ?? '2026-11-21'
  const isNow = to >= '2026-11-15'
  const rows = NAMES.map(row).map((item) => (isNow ? item : { ...item, netFen: Math.trunc(item.netFen * 0.8) }))
  const shown = query.store === 'HZ001' ? [] : rows
  const net = shown.reduce((sum, item) => sum + item.netFen, 0)
  return {
    from,
    to,
    rows: shown,
    totals: {
      netFen: net,
      onlineFen: Math.trunc(net / 4),
      offlineFen: net - Math.trunc(net / 4),
      refundFen: 277200,
      storePoolFen: 150000,
      unattributedFen: 32000,
      netSalesFen: net + 182000,
    },
    dataAsOfMs: Date.parse('2026-11-21T09:05:00+08:00'),
    contactDataDay: '2026-11-20',
  }
}

const DAYS = ['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21']

export const GROUP_DAYS: GroupBoard = {
  from: '2026-11-15',
  to: '2026-11-21',
  rows: STORES.flatMap(([storeCode, storeName], store) =>
    DAYS.map((day, index) => ({
      storeCode,
      storeName,
      chatId: `wr_${storeCode}`,
      groupName: `${storeName}老客福利群`,
      ownerName: NAMES[store] ?? null,
      day,
      members: 186 - store * 40,
      customers: 179 - store * 40,
      joined: (index + store) % 4,
      left: (index * store) % 3,
      messages: 40 - store * 15 + index,
      speakers: 12 - store * 4,
      activityIndex: index === 6 ? null : Math.max(0, 92 - store * 38 - index * 3),
    })),
  ),
  alerts: [
    { kind: 'silent', storeCode: 'HZ001', storeName: '西湖店', chatId: 'wr_HZ001', days: 4, text: '4 天没有客户说话' },
    {
      kind: 'shrinking',
      storeCode: 'SH002',
      storeName: '静安店',
      chatId: 'wr_SH002',
      days: 7,
      text: '7 天退群 9 人，进群 2 人',
    },
  ],
  exceptions: [{ kind: 'store_without_group', storeCode: 'SH009', chatId: null, text: '虹口店还没有登记客户群' }],
}

/** Sixty sales of ¥1 behind any figure, the newest with a refund, fifty a page. */
export function boardEntries(query: Record<string, string>): BoardEntries {
  const count = 60
  const from = query.cursor ? Number(query.cursor.split('.')[1]) : count
  const ids = Array.from({ length: Math.min(50, from) }, (_, index) => from - index)
  const rows = ids.map((id) => ({
    id,
    bookedOn: '2026-11-20',
    occurredOn: '2026-11-20',
    source: 'pos-east',
    orderNo: `SH001-20261120-${String(id).padStart(4, '0')}`,
    refundNo: null,
    channel: 'offline' as const,
    storeName: '徐汇店',
    causeText: '付款',
    amountFen: 100,
    refundFen: 0,
    runningFen: id * 100,
  }))
  if (from === count && rows[0]) {
    const orphan = { source: 'pos-east', orderNo: null, refundNo: 'RF-20261119-01', causeText: '退款' }
    rows[0] = { ...rows[0], ...orphan, occurredOn: '2026-10-30', amountFen: -9900, refundFen: 9900 } as never
  }
  const totals = { netFen: 6000, onlineFen: 0, offlineFen: 6000, refundFen: 9900 }
  return { count, totals, rows, nextCursor: from > 50 ? `2026-11-20.${from - 50}` : null }
}
