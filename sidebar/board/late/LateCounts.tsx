import type { LateCounts as Counts, LateBoard } from '../../../app/features/boards/contract.ts'
import { type DataColumn, DataTable } from '../DataTable.tsx'

interface LateCountsProps {
  board: LateBoard
  /** Whose rows are shown; empty: everybody's. */
  guide: string
  onStore(storeCode: string): void
  onGuide(guideUserId: string): void
}

/** Counts by store and by guide. A store opens its guides, a guide opens the rows below. */
export function LateCounts({ board, guide, onStore, onGuide }: LateCountsProps) {
  return (
    <div class="late-counts">
      <Table
        title="门店"
        rows={board.stores.map((row) => ({ ...row, key: row.storeCode ?? '', name: row.storeName }))}
        onOpen={(key) => key && onStore(key)}
      />
      <Table
        title="导购"
        rows={board.guides.map((row) => ({ ...row, key: row.guideUserId, name: row.guideName, more: row.storeName }))}
        chosen={guide}
        onOpen={onGuide}
      />
    </div>
  )
}

interface Counted extends Counts {
  key: string
  name: string
  more?: string
}

interface TableProps {
  title: string
  rows: Counted[]
  chosen?: string
  onOpen(key: string): void
}

function Table({ title, rows, chosen, onOpen }: TableProps) {
  if (rows.length === 0) return null
  const columns: DataColumn<Counted>[] = [
    {
      title,
      look: 'text',
      show: ({ key, name, more }) => (
        <>
          <button
            type="button"
            class="figure late-name"
            aria-pressed={chosen === undefined ? undefined : chosen === key}
            onClick={() => onOpen(key)}
          >
            {name}
          </button>
          {more && <span class="soft">{more}</span>}
        </>
      ),
    },
    { title: '还没跟进', show: ({ overdue }) => <span class={overdue > 0 ? 'lead' : ''}>{overdue}</span> },
    { title: '已过期', show: ({ expired }) => expired },
    { title: '7 天完成', show: ({ done, due }) => share(done, due) },
    { title: '及时', show: ({ onTime, due }) => share(onTime, due) },
  ]
  return (
    <DataTable
      caption={`按${title}看还没跟进的`}
      isCaptionUnseen
      look="leaders"
      columns={columns}
      rows={rows}
      keyOf={({ key }) => key}
    />
  )
}

const share = (part: number, whole: number) =>
  whole > 0 ? `${Math.round((part / whole) * 100)}%（${part}/${whole}）` : '–'
