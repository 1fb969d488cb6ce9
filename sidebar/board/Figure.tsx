import type { Figure as FigureKey, LeaderboardRow } from '../../app/features/boards/contract.ts'
import type { Column } from './columns.ts'
import type { Opened } from './EntriesSheet.tsx'

const FIGURES: readonly string[] = ['netFen', 'onlineFen', 'offlineFen', 'refundFen'] satisfies FigureKey[]

interface FigureProps {
  row: LeaderboardRow
  column: Column
  onOpen(opened: Opened): void
}

/** One figure of one guide. Money opens to the entries it is made of. */
export function Figure({ row, column, onOpen }: FigureProps) {
  const text = column.show(row)
  if (!FIGURES.includes(column.key)) return <>{text}</>
  const open = () =>
    onOpen({
      title: `${row.guideName} · ${column.title}`,
      holder: { guide: row.guideUserId },
      figure: column.key as FigureKey,
    })
  return <FigureButton text={text} onClick={open} />
}

export function FigureButton({ text, onClick }: { text: string; onClick(): void }) {
  return (
    <button type="button" class="figure" aria-label={`${text}，看流水`} onClick={onClick}>
      {text}
    </button>
  )
}
