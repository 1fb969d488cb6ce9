import { useState } from 'preact/hooks'
import type { FollowUpAnswered, FollowUpView, OpenAsks } from '../../app/features/followUps/contract.ts'
import { useDesk } from './desk.ts'

/** Which answer to which question of which follow-up. */
export interface Tap {
  followUpId: number
  ask: string
  answer: string
}

export interface Asked {
  groups: OpenAsks[]
  /** The question whose answer is being corrected. */
  correcting: string | undefined
  correct(key: string): void
  tap(tap: Tap, title: string): Promise<void>
  /** This follow-up has just been done: what it asks can be answered from now on. */
  add(followUp: FollowUpView, atMs: number): void
  drop(followUpId: number): void
}

export const askKey = ({ followUpId, ask }: Pick<Tap, 'followUpId' | 'ask'>) => `${followUpId}/${ask}`

/**
 * What customers said: the panel's open questions, and those of this page, answered or not. `onAnswered` says whether
 * it has shown that itself.
 */
export function useAsks(
  given: OpenAsks[],
  onAnswered: (answered: FollowUpAnswered, isCorrection: boolean) => boolean,
): Asked {
  const desk = useDesk()
  const [own, setOwn] = useState<OpenAsks[]>([])
  const [correcting, setCorrecting] = useState<string>()
  const groups = [...own, ...given.filter(({ followUpId }) => !own.some((mine) => mine.followUpId === followUpId))]
  const keep = (group: OpenAsks) =>
    setOwn((list) => [...list.filter(({ followUpId }) => followUpId !== group.followUpId), group])
  return {
    groups,
    correcting,
    correct: setCorrecting,
    add: ({ id, title, asks }, atMs) => asks.length > 0 && keep({ followUpId: id, title, sentAtMs: atMs, asks }),
    drop: (followUpId) => setOwn((list) => list.filter((group) => group.followUpId !== followUpId)),
    async tap(tap, title) {
      const before = groups.find(({ followUpId }) => followUpId === tap.followUpId)
      if (!before) return
      keep(chosen(before, tap))
      setCorrecting(undefined)
      try {
        const body = { ask: tap.ask, answer: tap.answer }
        const path = `/api/follow-ups/${tap.followUpId}/answers`
        const answered = await desk.reporter.report<FollowUpAnswered>(path, body)
        const undo = { label: '改一下', act: () => setCorrecting(askKey(tap)) }
        // Where a sheet opens, it speaks for itself; words below would cover its button.
        if (answered && onAnswered(answered, correcting !== undefined)) return
        desk.say(answered ? `已记下：${title}` : `已记下：${title}，网络恢复后自动记录`, undo)
      } catch (error) {
        keep(before)
        desk.say(`没有记下：${(error as Error).message}`)
      }
    },
  }
}

function chosen(group: OpenAsks, { ask, answer }: Tap): OpenAsks {
  const asks = group.asks.map((row) =>
    row.id === ask ? { ...row, answers: row.answers.map((one) => ({ ...one, isChosen: one.id === answer })) } : row,
  )
  return { ...group, asks }
}
