interface ChooseProps {
  label: string
  /** No choice at all. */
  all: string
  value: string
  options: readonly (readonly [string, string])[]
  onChange(value: string): void
}

/** One of many, or all. A choice that is no longer offered keeps its place, or the list would say something else. */
export function Choose({ label, all, value, options, onChange }: ChooseProps) {
  const isOffered = value === '' || options.some(([key]) => key === value)
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{all}</option>
      {!isOffered && <option value={value}>{value}</option>}
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  )
}
