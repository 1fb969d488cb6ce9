import { useEffect, useState } from 'preact/hooks'
import { type ApiError, postJson } from '../shared/api.ts'

interface Posted<T> {
  data?: T
  error?: ApiError
  isBusy: boolean
}

/** Asks again whenever the question changes; an answer that comes after the next question is dropped. */
export function usePosted<T>(path: string, question: string | undefined): Posted<T> {
  const [posted, setPosted] = useState<Posted<T>>({ isBusy: false })
  useEffect(() => {
    if (question === undefined) return setPosted({ isBusy: false })
    let isWanted = true
    setPosted((before) => ({ ...before, isBusy: true }))
    postJson<T>(path, JSON.parse(question) as object).then(
      (data) => isWanted && setPosted({ data, isBusy: false }),
      (error: ApiError) => isWanted && setPosted((before) => ({ data: before.data, error, isBusy: false })),
    )
    return () => {
      isWanted = false
    }
  }, [path, question])
  return posted
}

/** One for each wish of a person, so that a repeated request is done once. */
export function newWishKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
