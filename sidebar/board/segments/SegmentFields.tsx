import type { ComponentChildren } from 'preact'
import { useSettled } from '../../shared/useSettled.ts'

export type Option = readonly [id: string, title: string]

interface ManyProps {
  label: string
  options: readonly Option[]
  chosen: readonly string[] | undefined
  onChange(chosen: string[] | undefined): void
}

/** A few options of which any may hold. */
export function Toggles({ label, options, chosen = [], onChange }: ManyProps) {
  if (options.length === 0) return null
  const flip = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]
    onChange(next.length > 0 ? next : undefined)
  }
  return (
    <fieldset class="seg-field choice">
      <legend>{label}</legend>
      {options.map(([id, title]) => (
        <button type="button" key={id} aria-pressed={chosen.includes(id)} onClick={() => flip(id)}>
          {title}
        </button>
      ))}
    </fieldset>
  )
}

/** Many options: pick one after the other; what is picked stands beside and can be taken away. */
export function Picks({ label, options, chosen = [], onChange }: ManyProps) {
  if (options.length === 0) return null
  const titles = new Map(options)
  const drop = (id: string) => {
    const next = chosen.filter((one) => one !== id)
    onChange(next.length > 0 ? next : undefined)
  }
  return (
    <div class="seg-field">
      <label>
        <span>{label}</span>
        <select
          value=""
          onChange={(event) => event.currentTarget.value && onChange([...chosen, event.currentTarget.value])}
        >
          <option value="">{chosen.length > 0 ? '再加一个' : '不限'}</option>
          {options
            .filter(([id]) => !chosen.includes(id))
            .map(([id, title]) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
        </select>
      </label>
      {chosen.length > 0 && (
        <div class="choice">
          {chosen.map((id) => (
            <button
              type="button"
              key={id}
              aria-pressed="true"
              aria-label={`去掉${titles.get(id) ?? id}`}
              onClick={() => drop(id)}
            >
              {titles.get(id) ?? id} ×
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

interface OneProps {
  label: string
  options: readonly Option[]
  chosen: string
  onChange(chosen: string): void
}

export function One({ label, options, chosen, onChange }: OneProps) {
  return (
    <label class="seg-field">
      <span>{label}</span>
      <select value={chosen} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}

interface RangeProps {
  label: string
  unit: string
  min: number | undefined
  max: number | undefined
  /** How many of what is stored make one of what is typed: 100 fen a yuan. */
  scale?: number | undefined
  onChange(min: number | undefined, max: number | undefined): void
}

/** From, to, or both. */
export function Range({ label, unit, min, max, scale = 1, onChange }: RangeProps) {
  // On the way to 10 there is a 1: nobody is told off in the middle of a number.
  const fault = useSettled(isEmptyRange(min, max) ? '最少不能比最多还大' : '')
  const input = (name: string, value: number | undefined, change: (value: number | undefined) => void) => (
    <input
      type="number"
      inputMode="numeric"
      min={0}
      max={99_999}
      step={1}
      aria-label={`${label}${name}，${unit}`}
      value={value === undefined ? '' : value / scale}
      onInput={(event) => change(numberOf(event.currentTarget.value, scale))}
    />
  )
  return (
    <fieldset class="seg-field">
      <legend>{label}</legend>
      <div class="seg-range">
        {input('最少', min, (value) => onChange(value, max))}
        <span aria-hidden="true">–</span>
        {input('最多', max, (value) => onChange(min, value))}
        <span aria-hidden="true">{unit}</span>
      </div>
      <p class="warn" role="alert">
        {fault}
      </p>
    </fieldset>
  )
}

/** The least is more than the most: nobody can be in it. */
export function isEmptyRange(min: number | undefined, max: number | undefined): boolean {
  return min !== undefined && max !== undefined && min > max
}

function numberOf(text: string, scale: number): number | undefined {
  const number = Number.parseInt(text, 10)
  return Number.isFinite(number) && number >= 0 ? Math.min(number, 99_999) * scale : undefined
}

interface GroupProps {
  title: string
  /** How many conditions of it are set. */
  count: number
  isOpen?: boolean
  children: ComponentChildren
}

export function Group({ title, count, isOpen = false, children }: GroupProps) {
  return (
    <details class="seg-group" open={isOpen || count > 0}>
      <summary>
        {title}
        {count > 0 && <span class="seg-count">{count} 项</span>}
      </summary>
      <div class="seg-fields">{children}</div>
    </details>
  )
}
