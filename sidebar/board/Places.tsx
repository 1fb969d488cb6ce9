interface PlacesProps {
  label: string
  /** Of the choice that is none. */
  all: string
  value: string
  rows: readonly { code: string; name: string }[]
  onChange(code: string): void
}

/** One of the regions or stores in reach, or all of them. */
export function Places({ label, all, value, rows, onChange }: PlacesProps) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{all}</option>
      {rows.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  )
}
