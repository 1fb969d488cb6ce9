import { useState } from 'preact/hooks'
import type { LeaderboardRow } from '../../app/features/boards/contract.ts'
import { Change } from './Change.tsx'
import { COLUMNS, columnOf } from './columns.ts'
import type { Opened } from './EntriesSheet.tsx'
import { Figure } from './Figure.tsx'
import type { SortKey } from './filters.ts'
import { CompletionBar } from './LeaderTable.tsx'

interface LeaderListProps {
  rows: LeaderboardRow[]
  sort: SortKey
  before: Map<string, number> | undefined
  onOpen(opened: Opened): void
}

/** Phones: rank, name, the figure, how much was followed up; a tap opens the rest. */
export function LeaderList({ rows, sort, before, onOpen }: LeaderListProps) {
  const [open, setOpen] = useState('')
  const lead = columnOf(sort)
  return (
    <ol class="leader-list">
      {rows.map((row, index) => {
        const key = `${row.guideUserId}${row.storeCode}`
        const isOpen = open === key
        return (
          <li key={key}>
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={`more-${index}`}
              onClick={() => setOpen(isOpen ? '' : key)}
            >
              <span class="rank">{row.rank ?? <span class="newcomer">新</span>}</span>
              <span class="leader-name">
                {row.guideName} <span class="soft">{row.storeName}</span>
              </span>
              <span class="leader-sum">{lead?.show(row)}</span>
              <span class="leader-done">
                <CompletionBar row={row} />
                <span>
                  跟进 {row.followUpsDone}/{row.followUpsDue}
                </span>
                {before && <Change now={row.netFen} before={before.get(row.guideUserId)} />}
              </span>
            </button>
            <dl id={`more-${index}`} class="pairs" hidden={!isOpen}>
              {isOpen &&
                COLUMNS.map((column) => (
                  <div key={column.key}>
                    <dt>{column.title}</dt>
                    <dd>
                      <Figure row={row} column={column} onOpen={onOpen} />
                    </dd>
                  </div>
                ))}
              {isOpen && row.rank === null && <p class="soft">新入职，这段时间不排名。</p>}
            </dl>
          </li>
        )
      })}
    </ol>
  )
}
