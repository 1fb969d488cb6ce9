import { useEffect, useState } from 'preact/hooks'
import { type ApiError, postJson } from '../shared/api.ts'

interface Posted<T> {
  data?: T | undefined
  error?: ApiError | undefined
  isBusy: boolean
}

/** The last answer or fault, and the question it is of. */
interface Kept<T> {
  of?: string
  data?: T | undefined
  error?: ApiError
}

/** Asks again whenever the question changes; an answer that comes after the next question is dropped. */
export function usePosted<T>(path: string, question: string | undefined): Posted<T> {
  const [kept, setKept] = useState<Kept<T>>({})
  useEffect(() => {
    if (question === undefined) return setKept({})
    let isWanted = true
    postJson<T>(path, JSON.parse(question) as object).then(
      (data) => isWanted && setKept({ of: question, data }),
      (error: ApiError) => isWanted && setKept((before) => ({ of: question, data: before.data, error })),
    )
    return () => {
      isWanted = false
    }
  }, [path, question])
  return lookAt(kept, question)
}

/** What is known of this question in this very frame; the former answer stands until its own is there or has failed. */
export function lookAt<T>({ of, data, error }: Kept<T>, question: string | undefined): Posted<T> {
  if (question === undefined) return { isBusy: false }
  return of === question ? { data, error, isBusy: false } : { data, isBusy: true }
}

/** One for each wish of a person, so that a repeated request is done once. */
export function newWishKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
