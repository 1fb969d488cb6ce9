import { useState } from 'preact/hooks'
import type { StatementRow } from '../../../app/features/statements/contract.ts'
import { formatYuan } from '../../shared/format.ts'
import { FigureButton } from '../../shared/statements/FigureButton.tsx'
import { FIGURES, type FigureText, isMoving } from '../../shared/statements/figures.ts'
import { ScrollBox } from '../ScrollBox.tsx'
import { useIsWide } from '../useIsWide.ts'

interface StatementRowsProps {
  rows: readonly StatementRow[]
  onOpen(row: StatementRow, figure: FigureText): void
}

/** Guides whose month was quiet wait below: who left years ago still has a balance, and is no news. */
export function StatementRows({ rows, onOpen }: StatementRowsProps) {
  const isWide = useIsWide()
  const [isWhole, setWhole] = useState(false)
  const moving = rows.filter(isMoving)
  const quiet = rows.filter((row) => !isMoving(row))
  const shown = isWhole || moving.length === 0 ? [...moving, ...quiet] : moving
  const quietFen = quiet.reduce((sum, row) => sum + row.closingFen, 0)
  return (
    <>
      {isWide ? <Table rows={shown} onOpen={onOpen} /> : <List rows={shown} onOpen={onOpen} />}
      {shown.length < rows.length && (
        <p class="statement-quiet">
          <button type="button" onClick={() => setWhole(true)}>
            本月没有变动的 {quiet.length} 行（期末 {formatYuan(quietFen)}）
          </button>
        </p>
      )}
    </>
  )
}

const keyOf = ({ guideUserId, storeCode }: StatementRow) => `${guideUserId} ${storeCode}`
const storeOf = ({ storeName }: StatementRow) => storeName ?? '没有门店'

function Table({ rows, onOpen }: StatementRowsProps) {
  return (
    <ScrollBox label="对账单">
      <table class="leaders">
        <caption class="unseen">对账单，每个数都可以点开看流水</caption>
        <thead>
          <tr>
            <th scope="col" class="text">
              导购
            </th>
            <th scope="col" class="text">
              门店
            </th>
            {FIGURES.map(({ figure, title, meaning }) => (
              <th key={figure} scope="col" title={meaning}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row" class="text">
                {row.guideName}
              </th>
              <td class="text soft">{storeOf(row)}</td>
              {FIGURES.map((figure) => (
                <td key={figure.figure} class={figure.figure === 'closingFen' ? 'lead' : undefined}>
                  <FigureButton row={row} figure={figure} onOpen={() => onOpen(row, figure)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

/** Phones: name, store and what is held; a tap shows how it came to that. */
function List({ rows, onOpen }: StatementRowsProps) {
  // The only row is what one came for.
  const [first] = rows
  const [open, setOpen] = useState(rows.length === 1 && first ? keyOf(first) : '')
  return (
    <ol class="leader-list">
      {rows.map((row, index) => {
        const key = keyOf(row)
        const isOpen = open === key
        return (
          <li key={key}>
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={`statement-${index}`}
              onClick={() => setOpen(isOpen ? '' : key)}
            >
              <span class="leader-name">
                {row.guideName} <span class="soft">{storeOf(row)}</span>
              </span>
              <span class="leader-sum">{formatYuan(row.closingFen)}</span>
            </button>
            <dl id={`statement-${index}`} class="statement" hidden={!isOpen}>
              {isOpen &&
                FIGURES.map((figure) => (
                  <div key={figure.figure} class={figure.figure === 'closingFen' ? 'statement-sum' : undefined}>
                    <dt>{figure.title}</dt>
                    <dd>
                      <FigureButton row={row} figure={figure} onOpen={() => onOpen(row, figure)} />
                    </dd>
                  </div>
                ))}
            </dl>
          </li>
        )
      })}
    </ol>
  )
}
