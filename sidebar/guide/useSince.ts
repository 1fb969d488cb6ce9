import { useState } from 'preact/hooks'

interface Own<T> {
  value: T
  atMs: number
}

/** What the server said, or what this page has made of it since: a panel asked for later knows better. */
export function useSince<T>(given: T, askedAtMs: number): [T, (change: (before: T) => T) => void] {
  const [own, setOwn] = useState<Own<T>>()
  const standing = (mine: Own<T> | undefined) => (mine && mine.atMs >= askedAtMs ? mine.value : given)
  return [standing(own), (change) => setOwn((mine) => ({ value: change(standing(mine)), atMs: Date.now() }))]
}
