import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type ApiError, getJson, isPassing } from './api.ts'

const SLOW_MS = 3_000

export interface Loaded<T> {
  phase: 'loading' | 'slow' | 'ready' | 'failed'
  data?: T
  /** When `data` was received. */
  atMs?: number
  error?: ApiError
  reload(): void
}

interface Snapshot {
  path?: string
  phase: Loaded<unknown>['phase']
  error?: ApiError
}

// Kept for the life of the page only: customers' data is never written to the device.
const received = new Map<string, { data: unknown; atMs: number }>()

/** Loads an address again whenever it changes; what belongs to another address is not shown, not for one frame. */
export function useLoaded<T>(path: string | undefined): Loaded<T> {
  const [snapshot, setSnapshot] = useState<Snapshot>({ phase: 'loading' })
  const latest = useRef(0)
  const reload = useCallback(() => {
    if (!path) return
    const turn = ++latest.current
    const show = (phase: Snapshot['phase'], error?: ApiError) => {
      if (turn === latest.current) setSnapshot({ path, phase, error })
    }
    show('loading')
    const slow = setTimeout(() => show('slow'), SLOW_MS)
    getJson<T>(path)
      .then((data) => {
        received.set(path, { data, atMs: Date.now() })
        show('ready')
      })
      .catch((error: ApiError) => {
        // A right that was taken away takes what we remember with it.
        if (!isPassing(error)) received.delete(path)
        show('failed', error)
      })
      .finally(() => clearTimeout(slow))
  }, [path])
  useEffect(() => {
    reload()
    return () => {
      latest.current++
    }
  }, [reload])
  const { phase, error } = snapshot.path === path ? snapshot : { phase: 'loading' as const, error: undefined }
  const known = path ? received.get(path) : undefined
  return { phase, error, data: known?.data as T | undefined, atMs: known?.atMs, reload }
}
