import type { BoardScope } from '../../app/features/boards/contract.ts'
import { Choice } from '../shared/Choice.tsx'
import type { Filters, Period } from './filters.ts'

const PERIODS: readonly (readonly [Period, string])[] = [
  ['today', '今天'],
  ['week', '7 天'],
  ['month', '本月'],
  ['custom', '自定'],
]

interface FilterBarProps {
  filters: Filters
  scope: BoardScope | undefined
  onChange(change: Partial<Filters>): void
}

/** 区域 › 门店, the period, and the channel whose figure leads. */
export function FilterBar({ filters, scope, onChange }: FilterBarProps) {
  const inRegion = regionsUnder(scope, filters.region)
  const stores = scope?.stores.filter((store) => !filters.region || inRegion.has(store.regionCode)) ?? []
  const isGuides = filters.tab === 'guides'
  const channel = ['onlineFen', 'offlineFen'].includes(filters.sort) ? filters.sort : 'netFen'
  return (
    <section class="filters" aria-label="筛选">
      <Choice
        label="时间"
        options={PERIODS}
        chosen={filters.period}
        onChoose={(period) => onChange({ period, from: filters.from, to: filters.to })}
      />
      {filters.period === 'custom' && (
        <div class="days">
          <DayInput label="从" value={filters.from} onChange={(from) => onChange({ from })} />
          <DayInput label="到" value={filters.to} onChange={(to) => onChange({ to })} />
        </div>
      )}
      <div class="selects">
        <Select
          label="区域"
          value={filters.region}
          options={[['', '全部区域'], ...(scope?.regions ?? []).map((region) => [region.code, region.name] as const)]}
          onChange={(region) => onChange({ region, store: '' })}
        />
        {isGuides && (
          <Select
            label="门店"
            value={filters.store}
            options={[['', '全部门店'], ...stores.map((store) => [store.code, store.name] as const)]}
            onChange={(store) => onChange({ store })}
          />
        )}
        {isGuides && (
          <Select
            label="渠道"
            value={channel}
            options={[
              ['netFen', '全部渠道'],
              ['onlineFen', '线上'],
              ['offlineFen', '门店'],
            ]}
            onChange={(sort) => onChange({ sort: sort as Filters['sort'] })}
          />
        )}
      </div>
    </section>
  )
}

function regionsUnder(scope: BoardScope | undefined, root: string): Set<string> {
  const found = new Set([root])
  // Parents come before or after their children: go round until nothing is added.
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const region of scope?.regions ?? [])
      if (region.parentCode !== null && found.has(region.parentCode)) found.add(region.code)
  }
  return found
}

interface SelectProps {
  label: string
  value: string
  options: (readonly [string, string])[]
  onChange(value: string): void
}

function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  )
}

function DayInput({ label, value, onChange }: { label: string; value: string; onChange(day: string): void }) {
  return (
    <label>
      {label}
      <input
        type="date"
        value={value}
        onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
      />
    </label>
  )
}
