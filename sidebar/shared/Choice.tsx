interface ChoiceProps<K extends string> {
  label: string
  options: readonly (readonly [K, string])[]
  chosen: K
  onChoose(key: K): void
}

/** A few options of which one holds. */
export function Choice<K extends string>({ label, options, chosen, onChoose }: ChoiceProps<K>) {
  return (
    <fieldset class="choice">
      <legend class="unseen">{label}</legend>
      {options.map(([key, text]) => (
        <button type="button" key={key} aria-pressed={key === chosen} onClick={() => onChoose(key)}>
          {text}
        </button>
      ))}
    </fieldset>
  )
}
