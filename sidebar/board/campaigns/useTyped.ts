import type { TargetedEvent } from 'preact'
import { useState } from 'preact/hooks'

/** For a field of a form that answers draw anew: what is being typed stands until the field is left. */
export function useTyped(value: string | number, onChange: (text: string) => void) {
  const [typed, setTyped] = useState<string>()
  return {
    value: typed ?? value,
    onInput: (event: TargetedEvent<HTMLInputElement>) => setTyped(event.currentTarget.value),
    onChange: (event: TargetedEvent<HTMLInputElement>) => {
      setTyped(undefined)
      onChange(event.currentTarget.value)
    },
  }
}
