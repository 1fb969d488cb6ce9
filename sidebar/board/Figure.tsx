import type { Figure as FigureKey, LeaderboardRow } from '../../app/features/boards/contract.ts'
import type { Column } from './columns.ts'
import type { Opened } from './EntriesSheet.tsx'

const FIGURES: readonly string[] = ['netFen', 'onlineFen', 'offlineFen', 'refundFen'] satisfies FigureKey[]

interface FigureProps {
  row: LeaderboardRow
  column: Column
  onOpen(opened: Opened): void
}

/** One figure of one guide. Money opens to the entries it is made of, follow-ups to those that wait. */
export function Figure({ row, column, onOpen }: FigureProps) {
  const text = column.show(row)
  if (column.key === 'followUpsDone' && row.followUpsDue > 0)
    return (
      <a class="button figure" href={lateOf(row)} aria-label={`${text}，看${row.guideName}还没跟进的`}>
        {text}
      </a>
    )
  if (!FIGURES.includes(column.key)) return <>{text}</>
  const open = () =>
    onOpen({
      title: `${row.guideName} · ${column.title}`,
      holder: { guide: row.guideUserId },
      figure: column.key as FigureKey,
    })
  return <FigureButton text={text} onClick={open} />
}

const lateOf = ({ guideUserId, storeCode }: LeaderboardRow) =>
  `#/follow-ups?${new URLSearchParams({ ...(storeCode ? { store: storeCode } : {}), guide: guideUserId })}`

export function FigureButton({ text, onClick }: { text: string; onClick(): void }) {
  return (
    <button type="button" class="figure" aria-label={`${text}，看流水`} onClick={onClick}>
      {text}
    </button>
  )
}
