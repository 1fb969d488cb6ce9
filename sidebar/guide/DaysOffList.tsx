import { useState } from 'preact/hooks'
import type { DaysOff } from '../../app/features/staff/contract.ts'
import { postJson } from '../shared/api.ts'
import { serverNowMs } from '../shared/boot.ts'
import { addDays, businessDayOf } from '../shared/format.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { useDesk } from './desk.ts'

const SHOWN_DAYS = 14
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** My days off of the next two weeks: no card comes on such a day, and what was planned moves. */
export function DaysOffList() {
  const desk = useDesk()
  const loaded = useLoaded<DaysOff>('/api/days-off')
  const [own, setOwn] = useState<string[]>()
  const days = own ?? loaded.data?.days.map(({ day }) => day)
  if (!days)
    return (
      <p class="note" role="status">
        {loaded.phase === 'failed' ? loaded.error?.message : '正在看…'}
      </p>
    )
  const today = businessDayOf(serverNowMs(desk.boot))
  const flip = async (day: string, isOff: boolean) => {
    const paint = (off: boolean) =>
      setOwn((list = days) => [...list.filter((one) => one !== day), ...(off ? [day] : [])])
    paint(isOff)
    try {
      await postJson<DaysOff>('/api/days-off', { day, isOff })
      desk.say(isOff ? `${sayDay(day)}休息，那天的跟进会挪开` : `${sayDay(day)}上班`)
    } catch (error) {
      paint(!isOff)
      desk.say(`没有改成：${(error as Error).message}`)
    }
  }
  return (
    <>
      <p class="note">点一下设为休息，再点一下取消。休息那天不提醒你，跟进挪到下一个上班日。</p>
      <ul class="chips days">
        {Array.from({ length: SHOWN_DAYS }, (_, index) => addDays(today, index)).map((day, index) => (
          <li key={day}>
            <button type="button" aria-pressed={days.includes(day)} onClick={() => flip(day, !days.includes(day))}>
              {index === 0 ? '今天' : sayDay(day)}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** 11月22日 周日. */
function sayDay(day: string): string {
  const [, month, date] = day.split('-')
  return `${Number(month)}月${Number(date)}日 ${WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]}`
}
