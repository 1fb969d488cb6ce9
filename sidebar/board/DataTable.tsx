import type { ComponentChildren } from 'preact'
import { ScrollBox } from './ScrollBox.tsx'

export interface DataColumn<Row> {
  title: ComponentChildren
  /** `text`: words, on the left. Figures need nothing. */
  look?: string
  show(row: Row): ComponentChildren
}

interface DataTableProps<Row> {
  caption: string
  /** Something above says it already: for screen readers alone. */
  isCaptionUnseen?: boolean
  look?: string
  /** The first one names the row. */
  columns: readonly DataColumn<Row>[]
  rows: readonly Row[]
  keyOf(row: Row): string
}

/** Rows of words and figures, in a box of their own that scrolls when the screen is narrow. */
export function DataTable<Row>({ caption, isCaptionUnseen, look, columns, rows, keyOf }: DataTableProps<Row>) {
  return (
    <ScrollBox label={caption}>
      <table class={look}>
        <caption class={isCaptionUnseen ? 'unseen' : 'text'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, look }, index) => (
              <th key={index} scope="col" class={look}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ look, show }, index) =>
                index === 0 ? (
                  <th key={index} scope="row" class={look}>
                    {show(row)}
                  </th>
                ) : (
                  <td key={index} class={look}>
                    {show(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}
