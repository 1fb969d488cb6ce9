import type { StatementFigures } from '../../../app/features/statements/contract.ts'
import { type FigureText, showFigure } from './figures.ts'

interface FigureButtonProps {
  row: StatementFigures
  figure: FigureText
  onOpen(figure: FigureText): void
}

/** One figure of a statement; a tap opens the entries it is made of. */
export function FigureButton({ row, figure, onOpen }: FigureButtonProps) {
  const text = showFigure(row, figure)
  return (
    <button
      type="button"
      class={row[figure.figure] === 0 ? 'figure nil' : 'figure'}
      aria-label={`${figure.title} ${text}，看流水`}
      onClick={() => onOpen(figure)}
    >
      {text}
    </button>
  )
}
