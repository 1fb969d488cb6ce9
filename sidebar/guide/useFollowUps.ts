import { useState } from 'preact/hooks'
import type { FollowUpView } from '../../app/features/followUps/contract.ts'

export interface FollowUpDeck {
  open: FollowUpView[]
  current: FollowUpView | undefined
  index: number
  move(step: 1 | -1): void
  close(id: number, next?: FollowUpView | null): void
  reopen(followUp: FollowUpView): void
}

const isOpen = (followUp: FollowUpView) => followUp.state === 'planned' || followUp.state === 'due'

/** The panel's follow-ups, with what this page has done to them since. */
export function useFollowUps(given: FollowUpView[]): FollowUpDeck {
  const [closed, setClosed] = useState<number[]>([])
  const [added, setAdded] = useState<FollowUpView[]>([])
  const [position, setPosition] = useState(0)
  const all = new Map([...given, ...added].map((followUp) => [followUp.id, followUp]))
  const open = [...all.values()].filter((followUp) => isOpen(followUp) && !closed.includes(followUp.id))
  const index = Math.min(position, Math.max(0, open.length - 1))
  return {
    open,
    current: open[index],
    index,
    move: (step) => setPosition((index + step + open.length) % Math.max(1, open.length)),
    close(id, next) {
      setClosed((ids) => [...ids, id])
      if (next) setAdded((list) => [...list, next])
    },
    reopen(followUp) {
      setClosed((ids) => ids.filter((id) => id !== followUp.id))
      setAdded((list) => [...list, followUp])
    },
  }
}
