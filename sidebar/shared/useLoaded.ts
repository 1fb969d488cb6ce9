import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type ApiError, getJson, isPassing } from './api.ts'

const SLOW_MS = 3_000

export interface Loaded<T> {
  phase: 'loading' | 'slow' | 'ready' | 'failed'
  data?: T
  /** When `data` was received. */
  atMs?: number
  /** When `data` was asked for: whatever was done before that is in it. */
  askedAtMs?: number
  error?: ApiError
  reload(): void
  /** Asks again without a word about it, unless that fails. */
  refresh(): void
}

interface Snapshot {
  path?: string
  phase: Loaded<unknown>['phase']
  error?: ApiError
  askedAtMs?: number
}

// Kept for the life of the page only: customers' data is never written to the device.
const received = new Map<string, { data: unknown; atMs: number; askedAtMs: number }>()

/**
 * Loads an address again whenever it changes; what belongs to another address is not shown, not for one frame.
 * `looks`: with each new number it is asked afresh, quietly.
 */
export function useLoaded<T>(path: string | undefined, looks = 0): Loaded<T> {
  const [snapshot, setSnapshot] = useState<Snapshot>({ phase: 'loading' })
  const latest = useRef(0)
  const isAsking = useRef(false)
  const load = useCallback(
    (isQuiet: boolean) => {
      if (!path) return
      const turn = ++latest.current
      const askedAtMs = Date.now()
      const show = (phase: Snapshot['phase'], error?: ApiError) => {
        if (turn === latest.current) setSnapshot({ path, phase, error, askedAtMs })
      }
      isAsking.current = true
      if (!isQuiet) show('loading')
      const slow = isQuiet ? undefined : setTimeout(() => show('slow'), SLOW_MS)
      getJson<T>(path)
        .then((data) => {
          received.set(path, { data, atMs: Date.now(), askedAtMs })
          show('ready')
        })
        .catch((error: ApiError) => {
          // A right that was taken away takes what we remember with it.
          if (!isPassing(error)) received.delete(path)
          show('failed', error)
        })
        .finally(() => {
          clearTimeout(slow)
          if (turn === latest.current) isAsking.current = false
        })
    },
    [path],
  )
  const reload = useCallback(() => load(false), [load])
  const refresh = useCallback(() => load(true), [load])
  useEffect(() => {
    reload()
    return () => {
      latest.current++
    }
  }, [reload])
  const seen = useRef(looks)
  useEffect(() => {
    if (seen.current === looks) return
    seen.current = looks
    if (!isAsking.current) refresh()
  }, [looks, refresh])
  const { phase, error } = snapshot.path === path ? snapshot : { phase: 'loading' as const, error: undefined }
  const known = path ? received.get(path) : undefined
  const { atMs, askedAtMs } = known ?? {}
  return { phase, error, data: known?.data as T | undefined, atMs, askedAtMs, reload, refresh }
}
