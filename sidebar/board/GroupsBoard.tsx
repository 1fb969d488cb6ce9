import { useState } from 'preact/hooks'
import type { GroupBoard, GroupDayRow } from '../../app/features/groups/contract.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useLoaded } from '../shared/useLoaded.ts'
import { type Filters, toQuery } from './filters.ts'
import { Heatmap } from './Heatmap.tsx'
import { LoadState } from './LoadState.tsx'

const ALERT_TEXT = { silent: '静默', shrinking: '流失多', new: '新群' } as const

export function GroupsBoard({ filters }: { filters: Filters }) {
  const loaded = useLoaded<GroupBoard>(`/api/boards/groups?${toQuery(filters)}`)
  return <LoadState loaded={loaded}>{(board) => <GroupsView board={board} />}</LoadState>
}

/** How alive the stores' groups are, and beside it what needs a person. */
export function GroupsView({ board }: { board: GroupBoard }) {
  const [day, setDay] = useState<GroupDayRow>()
  return (
    <div class="panes">
      <section aria-labelledby="heat-title">
        <h2 id="heat-title">群活跃</h2>
        {board.rows.length === 0 ? (
          <p class="empty">这段时间还没有群的统计，微信的数据要晚一天。</p>
        ) : (
          <Heatmap rows={board.rows} onOpen={setDay} />
        )}
      </section>
      <aside>
        <h2>要留意的群（{board.alerts.length}）</h2>
        {board.alerts.length === 0 && <p class="empty">都正常。</p>}
        <ul class="watch">
          {board.alerts.map((alert) => (
            <li key={`${alert.kind}${alert.chatId}`}>
              <span class={`sign ${alert.kind}`}>{ALERT_TEXT[alert.kind]}</span> <strong>{alert.storeName}</strong>
              <p class="soft">{alert.text}</p>
            </li>
          ))}
        </ul>
        {board.exceptions.length > 0 && (
          <>
            <h2>要补的登记（{board.exceptions.length}）</h2>
            <ul class="watch">
              {board.exceptions.map((exception) => (
                <li key={`${exception.kind}${exception.storeCode}${exception.chatId}`}>{exception.text}</li>
              ))}
            </ul>
          </>
        )}
      </aside>
      {day && <DaySheet row={day} onClose={() => setDay(undefined)} />}
    </div>
  )
}

function DaySheet({ row, onClose }: { row: GroupDayRow; onClose(): void }) {
  const facts: [string, string | number][] = [
    ['群', row.groupName ?? '没有登记'],
    ['群主', row.ownerName ?? '–'],
    ['成员 / 客户', `${row.members} / ${row.customers}`],
    ['进 / 退', `${row.joined} / ${row.left}`],
    ['消息', row.messages],
    ['发言人数', row.speakers],
    ['活跃指数', row.activityIndex === null ? '还没有' : Math.round(row.activityIndex)],
  ]
  return (
    <Sheet title={`${row.storeName} · ${row.day}`} onClose={onClose}>
      <dl class="pairs">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  )
}
