import type { GroupDayRow } from '../../app/features/groups/contract.ts'

interface HeatmapProps {
  rows: GroupDayRow[]
  onOpen(row: GroupDayRow): void
}

/** One row a store, one column a day. Five shades, and always the number: never colour alone. */
export function Heatmap({ rows, onOpen }: HeatmapProps) {
  const days = [...new Set(rows.map((row) => row.day))].sort()
  const stores = new Map<string, GroupDayRow[]>()
  for (const row of rows) stores.set(row.storeCode, [...(stores.get(row.storeCode) ?? []), row])
  return (
    <div class="scroll">
      <table class="heat">
        <caption class="unseen">各店客户群每天的活跃指数，0 到 100</caption>
        <thead>
          <tr>
            <th scope="col" class="text">
              门店
            </th>
            {days.map((day) => (
              <th scope="col" key={day}>
                {Number(day.slice(5, 7))}/{Number(day.slice(8))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...stores].map(([code, list]) => (
            <tr key={code}>
              <th scope="row" class="text">
                {list[0]?.storeName}
              </th>
              {days.map((day) => (
                <HeatCell key={day} row={list.find((row) => row.day === day)} onOpen={onOpen} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function HeatCell({ row, onOpen }: { row: GroupDayRow | undefined; onOpen(row: GroupDayRow): void }) {
  if (!row) return <td class="soft">–</td>
  const index = row.activityIndex
  const said = index === null ? '–' : String(Math.round(index))
  const label = `${row.storeName} ${row.day} 活跃指数 ${index === null ? '还没有' : said}`
  return (
    <td>
      <button type="button" class={`shade-${shadeOf(index)}`} aria-label={label} onClick={() => onOpen(row)}>
        {said}
      </button>
    </td>
  )
}

/** 0–4 for an index of 0–100; `none` before the statistics arrive. */
export function shadeOf(index: number | null): string {
  return index === null ? 'none' : String(Math.min(4, Math.max(0, Math.floor(index / 20))))
}
