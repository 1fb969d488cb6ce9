import type { FollowUpChanged, FollowUpView } from '../../app/features/followUps/contract.ts'
import { ApiError, postJson } from '../shared/api.ts'
import { useDesk } from './desk.ts'
import type { Sentence } from './sending.ts'
import type { FollowUpDeck } from './useFollowUps.ts'

/** One of `done`, `snooze`, `skip`, and what is said once it is so. */
export interface Change {
  name: string
  body: object
  said: string
}

/** A sentence that has gone out, with the title of the talk track it came from. */
export type Spoken = Sentence & { title: string }

export interface FollowUpActs {
  act(followUp: FollowUpView, change: Change): Promise<void>
  /** It was sent; without `changed` the server has not heard of it yet. */
  closed(followUp: FollowUpView, changed: FollowUpChanged | undefined, spoken?: Spoken): void
}

interface Listeners {
  onClosed(followUp: FollowUpView, spoken?: Spoken): void
  onReopened(followUp: FollowUpView): void
}

/** What is done with a follow-up, told to the server, the deck and the guide. */
export function useFollowUpActs(deck: FollowUpDeck, { onClosed, onReopened }: Listeners): FollowUpActs {
  const desk = useDesk()
  const undo = (id: number) => ({
    label: '撤销完成',
    act: () =>
      void postJson<FollowUpChanged>(`/api/follow-ups/${id}/reopen`, {}).then(
        ({ followUp }) => {
          deck.reopen(followUp)
          onReopened(followUp)
          desk.say('已撤销完成')
        },
        (error: Error) => desk.say(`没能撤销：${error.message}`),
      ),
  })
  return {
    async act(followUp, { name, body, said }) {
      try {
        const changed = await desk.reporter.report<FollowUpChanged>(`/api/follow-ups/${followUp.id}/${name}`, body)
        deck.close(followUp.id, changed?.next)
        if (name === 'done') onClosed(changed?.followUp ?? followUp)
        const canUndo = changed && name === 'done'
        desk.say(changed ? said : `${said}，网络恢复后自动记录`, canUndo ? undo(followUp.id) : undefined)
      } catch (error) {
        // Done on the card, or by the rules, while this page was open.
        if (error instanceof ApiError && error.code === 'FOLLOW_UP_CLOSED') deck.close(followUp.id)
        desk.say((error as Error).message)
      }
    },
    closed(followUp, changed, spoken) {
      deck.close(followUp.id, changed?.next)
      onClosed(changed?.followUp ?? followUp, spoken)
      if (changed) desk.say('已发送 ✓ 任务完成', undo(followUp.id))
    },
  }
}
