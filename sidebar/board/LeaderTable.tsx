import type { LeaderboardRow } from '../../app/features/boards/contract.ts'
import { Bar } from './Bar.tsx'
import { Change } from './Change.tsx'
import { COLUMNS, completionOf } from './columns.ts'
import type { Opened } from './EntriesSheet.tsx'
import { Figure } from './Figure.tsx'
import type { SortKey } from './filters.ts'

interface LeaderTableProps {
  rows: LeaderboardRow[]
  sort: SortKey
  /** Net of the period before by guide; undefined: not compared. */
  before: Map<string, number> | undefined
  onSort(key: SortKey): void
  onOpen(opened: Opened): void
}

/** Wide screens: every column, each one a way to rank. */
export function LeaderTable({ rows, sort, before, onSort, onOpen }: LeaderTableProps) {
  return (
    <div class="scroll">
      <table class="leaders">
        <caption class="unseen">导购榜，按列标题可以换排序</caption>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col" class="text">
              导购
            </th>
            <th scope="col" class="text">
              门店
            </th>
            {COLUMNS.map((column) => (
              <th
                scope="col"
                key={column.key}
                class={column.key === sort ? 'sorted' : ''}
                aria-sort={column.key === sort ? 'descending' : 'none'}
              >
                <button type="button" title={column.meaning} onClick={() => onSort(column.key)}>
                  {column.title}
                  <span aria-hidden="true">{column.key === sort ? ' ↓' : ''}</span>
                </button>
              </th>
            ))}
            {before && <th scope="col">环比</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.guideUserId}${row.storeCode}`}>
              <td class="rank">{row.rank ?? <span class="newcomer">新入职</span>}</td>
              <th scope="row" class="text">
                {row.guideName}
              </th>
              <td class="text soft">{row.storeName ?? '–'}</td>
              {COLUMNS.map((column) => (
                <td key={column.key} class={column.key === sort ? 'lead' : ''}>
                  <Figure row={row} column={column} onOpen={onOpen} />
                  {column.key === 'followUpsDone' && <CompletionBar row={row} />}
                </td>
              ))}
              {before && (
                <td>
                  <Change now={row.netFen} before={before.get(row.guideUserId)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function CompletionBar({ row }: { row: LeaderboardRow }) {
  const share = completionOf(row)
  return share === undefined ? null : <Bar share={share} />
}
