import { useEffect, useState } from 'preact/hooks'
import type { SavedSegment, SegmentCount } from '../../../app/features/segments/contract.ts'
import { postJson } from '../../shared/api.ts'
import { fenOf, type Phase } from './draft.ts'
import { useTyped } from './useTyped.ts'
import { CHANNELS, PHASE_TITLES } from './words.ts'

interface PhaseFieldsProps {
  phase: Phase & { isOn: boolean }
  /** Its days and customers are promised and stay. */
  hasBegun: boolean
  segments: readonly SavedSegment[]
  onChange(part: Partial<Phase & { isOn: boolean }>): void
}

export function PhaseFields({ phase, hasBegun, segments, onChange }: PhaseFieldsProps) {
  const typedTarget = useTyped(phase.targetFen === 0 ? '' : phase.targetFen / 100, (text) =>
    onChange({ targetFen: fenOf(text) ?? 0 }),
  )
  const title = PHASE_TITLES[phase.phase]
  return (
    <fieldset class="phase-fields">
      <legend>
        <i class={`phase-key phase-${phase.phase}`} aria-hidden="true" />
        {title}
      </legend>
      <label class="phase-on">
        <input
          type="checkbox"
          checked={phase.isOn}
          disabled={hasBegun}
          onChange={(event) => onChange({ isOn: event.currentTarget.checked })}
        />
        <span>{hasBegun ? '已经开始，日期和客户不能再改' : `要这个阶段`}</span>
      </label>
      {phase.isOn && (
        <>
          <div class="phase-days">
            <label>
              <span>从</span>
              <input
                type="date"
                required
                disabled={hasBegun}
                value={phase.fromDay}
                onChange={(event) => onChange({ fromDay: event.currentTarget.value })}
              />
            </label>
            <label>
              <span>到</span>
              <input
                type="date"
                required
                disabled={hasBegun}
                value={phase.toDay}
                onChange={(event) => onChange({ toDay: event.currentTarget.value })}
              />
            </label>
          </div>
          <Customers filter={phase.filter} isFixed={hasBegun} segments={segments} onChange={onChange} />
          {CHANNELS.map(([channel, name]) => (
            <label key={channel}>
              <span>{name}做什么</span>
              <input
                maxLength={60}
                value={phase.purposes[channel] ?? ''}
                onInput={(event) => onChange({ purposes: { ...phase.purposes, [channel]: event.currentTarget.value } })}
              />
            </label>
          ))}
          <label>
            <span>销售目标（元）</span>
            <input inputMode="numeric" {...typedTarget} />
          </label>
        </>
      )}
    </fieldset>
  )
}

type Filter = Phase['filter']
const keyOf = (filter: Filter) => JSON.stringify(filter)

interface CustomersProps {
  filter: Filter
  isFixed: boolean
  segments: readonly SavedSegment[]
  onChange(part: { filter: Filter }): void
}

/** Saved segments are made on their own page; here one is chosen, and how many it is now is told. */
function Customers({ filter, isFixed, segments, onChange }: CustomersProps) {
  const count = useCount(filter)
  const known = segments.find((each) => keyOf(each.filter) === keyOf(filter))
  const isAll = Object.keys(filter).length === 0
  const value = isAll ? '' : known ? String(known.id) : 'own'
  return (
    <label>
      <span>跟进哪些客户</span>
      <select
        value={value}
        disabled={isFixed}
        onChange={(event) => {
          const chosen = segments.find(({ id }) => String(id) === event.currentTarget.value)
          if (chosen || event.currentTarget.value === '') onChange({ filter: chosen?.filter ?? {} })
        }}
      >
        <option value="">全部客户</option>
        {value === 'own' && <option value="own">另设的条件（{Object.keys(filter).length} 项）</option>}
        {segments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <span class="note">{count ? `现在 ${count.total} 位，其中 ${count.reachable} 位有导购好友` : '正在数…'}</span>
    </label>
  )
}

function useCount(filter: Filter): SegmentCount | undefined {
  const [count, setCount] = useState<SegmentCount>()
  const key = keyOf(filter)
  useEffect(() => {
    let isWanted = true
    setCount(undefined)
    postJson<SegmentCount>('/api/segments/count', { filter: JSON.parse(key) })
      .then((answer) => isWanted && setCount(answer))
      .catch(() => undefined)
    return () => {
      isWanted = false
    }
  }, [key])
  return count
}
