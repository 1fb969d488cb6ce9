import type { TalkTrackRow } from '../../app/features/followUps/contract.ts'
import { SendBox, type SendMode } from './SendBox.tsx'
import type { Target } from './sending.ts'
import type { Spoken } from './useFollowUpActs.ts'

interface NothingToDoProps {
  suggestion: TalkTrackRow | undefined
  target: Target
  mode: SendMode
  onSent(spoken: Spoken): void
}

export function NothingToDo({ suggestion, target, mode, onSent }: NothingToDoProps) {
  return (
    <section class="block now" aria-labelledby="now-title">
      <h2 id="now-title">今天没有待跟进，聊聊新品？</h2>
      {suggestion && (
        <SendBox
          key={suggestion.id}
          isMain
          track={suggestion}
          target={target}
          mode={mode}
          label={suggestion.title}
          onSent={(_outcome, sentence) => onSent({ ...sentence, title: suggestion.title })}
        />
      )}
    </section>
  )
}
