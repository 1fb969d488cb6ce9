import { useRef, useState } from 'preact/hooks'
import type { FollowUpView } from '../../app/features/followUps/contract.ts'

export interface FollowUpDeck {
  open: FollowUpView[]
  current: FollowUpView | undefined
  index: number
  move(step: 1 | -1): void
  close(id: number, next?: FollowUpView | null): void
  /** All of them: nothing more is to be said to this customer for now. */
  closeAll(): void
  /** An answer was given: what it brings comes first, now or with the next panel. */
  follow(next?: FollowUpView | null): void
  reopen(followUp: FollowUpView): void
}

interface Deed {
  atMs: number
  /** Closed here. */
  ids: number[]
  /** Told by the server since the panel came. */
  added?: FollowUpView | null | undefined
}

const isOpen = (followUp: FollowUpView) => followUp.state === 'planned' || followUp.state === 'due'

/**
 * The panel's follow-ups, with what this page has done to them since. A panel asked for after a deed knows of it, so
 * what a card did to them meanwhile holds; `isPending`: while reports wait for the network, no panel does.
 */
export function useFollowUps(given: FollowUpView[], askedAtMs: number, isPending: boolean): FollowUpDeck {
  const [deeds, setDeeds] = useState<Deed[]>([])
  const [chosenId, setChosen] = useState<number>()
  const awaited = useRef<number[] | undefined>(undefined)
  const open = openAfter(
    given,
    deeds.filter(({ atMs }) => isPending || atMs >= askedAtMs),
  )
  const news = awaited.current && open.find(({ id }) => !awaited.current?.includes(id))
  const index = Math.max(
    0,
    open.findIndex(({ id }) => id === (news?.id ?? chosenId)),
  )
  const act = (ids: number[], added?: FollowUpView | null) =>
    setDeeds((list) => [...list, { atMs: Date.now(), ids, added }])
  const choose = (id: number | undefined) => {
    awaited.current = undefined
    setChosen(id)
  }
  return {
    open,
    current: open[index],
    index,
    move: (step) => choose(open[(index + step + open.length) % Math.max(1, open.length)]?.id),
    close(id, next) {
      // Whoever looks at the second goes on to the third, not back to the first.
      choose(open[index + 1]?.id)
      act([id], next)
    },
    closeAll: () => act(open.map(({ id }) => id)),
    follow(next) {
      awaited.current = open.map(({ id }) => id)
      act([], next)
    },
    reopen(followUp) {
      choose(followUp.id)
      act([], followUp)
    },
  }
}

function openAfter(given: readonly FollowUpView[], deeds: readonly Deed[]): FollowUpView[] {
  const all = new Map(given.map((followUp) => [followUp.id, followUp]))
  for (const { ids, added } of deeds) {
    for (const id of ids) all.delete(id)
    if (added) all.set(added.id, added)
  }
  return [...all.values()].filter(isOpen)
}
