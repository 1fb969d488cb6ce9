import type { LeaderboardRow } from '../../app/features/boards/contract.ts'
import { formatWholeYuan } from '../shared/format.ts'
import { type DataColumn, DataTable } from './DataTable.tsx'

interface StoreTableProps {
  rows: LeaderboardRow[]
  /** Goes down to one store's guides. */
  onOpen(storeCode: string): void
}

interface StoreSum {
  code: string
  name: string
  guides: number
  netFen: number
}

/** Per head, so that small stores are not always last: the guides' net of a store over the number of its guides. */
export function StoreTable({ rows, onOpen }: StoreTableProps) {
  const columns: DataColumn<StoreSum>[] = [
    {
      title: '门店',
      look: 'text',
      show: ({ code, name }) => (
        <button type="button" class="quiet" onClick={() => onOpen(code)}>
          {name}
        </button>
      ),
    },
    { title: '人均净业绩', look: 'lead', show: (store) => formatWholeYuan(perHead(store)) },
    { title: '导购', show: ({ guides }) => `${guides} 人` },
    { title: '合计', show: ({ netFen }) => formatWholeYuan(netFen) },
  ]
  const keyOf = ({ code }: StoreSum) => code
  return (
    <DataTable
      caption="门店人均净业绩"
      isCaptionUnseen
      look="leaders stores"
      columns={columns}
      rows={sumByStore(rows)}
      keyOf={keyOf}
    />
  )
}

const perHead = (store: StoreSum) => Math.round(store.netFen / store.guides)

export function sumByStore(rows: LeaderboardRow[]): StoreSum[] {
  const sums = new Map<string, StoreSum>()
  for (const row of rows) {
    const code = row.storeCode ?? ''
    const sum = sums.get(code) ?? { code, name: row.storeName ?? '没有门店', guides: 0, netFen: 0 }
    sums.set(code, { ...sum, guides: sum.guides + 1, netFen: sum.netFen + row.netFen })
  }
  return [...sums.values()].sort((a, b) => perHead(b) - perHead(a))
}
