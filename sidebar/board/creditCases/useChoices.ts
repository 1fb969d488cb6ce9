import { useState } from 'preact/hooks'
import type { CaseOrder, Choices } from '../../../app/features/creditCases/contract.ts'
import { orderPath } from '../../shared/CreditOf.tsx'
import { type Loaded, useLoaded } from '../../shared/useLoaded.ts'
import { useSettled } from '../../shared/useSettled.ts'

/** What a form about this order offers; asked again for what is typed, the answer before kept until then. */
export function useChoices({ source, orderNo }: Pick<CaseOrder, 'source' | 'orderNo'>) {
  const [words, setWords] = useState('')
  const path = `${orderPath(source, orderNo)}/credit/choices`
  const first = useLoaded<Choices>(path)
  const asked = useSettled(words.trim())
  const found = useLoaded<Choices>(asked ? `${path}?words=${encodeURIComponent(asked)}` : undefined)
  const loaded: Loaded<Choices> = asked && found.data ? { ...first, data: found.data } : first
  return { words, setWords, loaded }
}
