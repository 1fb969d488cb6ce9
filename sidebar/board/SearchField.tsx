interface SearchFieldProps {
  label: string
  placeholder: string
  words: string
  onChange(words: string): void
}

/** Searches while one types. */
export function SearchField({ label, placeholder, words, onChange }: SearchFieldProps) {
  return (
    <label class="search">
      <span>{label}</span>
      <input
        type="search"
        placeholder={placeholder}
        maxLength={40}
        value={words}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}
