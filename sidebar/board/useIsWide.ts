import { useEffect, useState } from 'preact/hooks'

const WIDE = '(min-width: 60em)'

/** Room for the whole table. Counted in em, so large text falls back to the list. */
export function useIsWide(): boolean {
  const [isWide, setWide] = useState(() => typeof matchMedia === 'function' && matchMedia(WIDE).matches)
  useEffect(() => {
    const query = matchMedia(WIDE)
    const onChange = () => setWide(query.matches)
    query.addEventListener('change', onChange)
    return () => query.removeEventListener('change', onChange)
  }, [])
  return isWide
}
