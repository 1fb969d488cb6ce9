import type { LeaderboardRow } from '../../app/features/boards/contract.ts'
import { formatWholeYuan } from '../shared/format.ts'

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
  return (
    <div class="scroll">
      <table class="leaders stores">
        <caption class="unseen">门店人均净业绩</caption>
        <thead>
          <tr>
            <th scope="col" class="text">
              门店
            </th>
            <th scope="col">人均净业绩</th>
            <th scope="col">导购</th>
            <th scope="col">合计</th>
          </tr>
        </thead>
        <tbody>
          {sumByStore(rows).map((store) => (
            <tr key={store.code}>
              <th scope="row" class="text">
                <button type="button" class="quiet" onClick={() => onOpen(store.code)}>
                  {store.name}
                </button>
              </th>
              <td class="lead">{formatWholeYuan(perHead(store))}</td>
              <td>{store.guides} 人</td>
              <td>{formatWholeYuan(store.netFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
