import { useEffect, useState } from 'preact/hooks'

// Routes live behind the #: that part is not signed, so moving around keeps the JS-SDK signature valid.
const read = () => location.hash.replace(/^#\/?/, '')

export function useHash(): string {
  const [hash, setHash] = useState(read)
  useEffect(() => {
    const onChange = () => setHash(read())
    addEventListener('hashchange', onChange)
    return () => removeEventListener('hashchange', onChange)
  }, [])
  return hash
}
