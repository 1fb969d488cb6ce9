import { useState } from 'preact/hooks'
import type { TalkTrackRow } from '../../app/features/followUps/contract.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { useSettled } from '../shared/useSettled.ts'
import { SendBox, type SendMode } from './SendBox.tsx'
import type { Target } from './sending.ts'
import type { Spoken } from './useFollowUpActs.ts'

interface TalkTracksTabProps {
  target: Target
  mode: SendMode
  suggestions: TalkTrackRow[]
  onSent?(spoken: Spoken): void
}

/** The three that fit best, or what a search finds; every row has its own buttons. */
export function TalkTracksTab({ target, mode, suggestions, onSent }: TalkTracksTabProps) {
  const [words, setWords] = useState('')
  const settled = useSettled(words.trim())
  const who =
    target.kind === 'group'
      ? `chatId=${encodeURIComponent(target.chatId)}`
      : `externalUserId=${encodeURIComponent(target.externalUserId)}`
  const found = useLoaded<{ rows: TalkTrackRow[] }>(
    settled ? `/api/talk-tracks?q=${encodeURIComponent(settled)}&${who}` : undefined,
  )
  const rows = settled ? (found.data?.rows ?? []) : suggestions.slice(0, 3)
  return (
    <>
      <label class="search">
        <span class="unseen">搜话术</span>
        <input
          type="search"
          placeholder="搜话术，拼音首字母也行"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </label>
      <p class="note" role="status">
        {settled
          ? searchNote(found.phase, rows.length)
          : rows.length === 0
            ? '没有特别推荐的话术，可以搜一搜。'
            : '推荐'}
      </p>
      <ul class="rows">
        {rows.map((row) => (
          <TalkTrackItem key={row.id} row={row} target={target} mode={mode} onSent={onSent} />
        ))}
      </ul>
    </>
  )
}

function searchNote(phase: string, count: number): string {
  if (phase === 'loading') return '正在找…'
  if (phase === 'slow' || phase === 'failed') return '网络不稳，没能搜到。'
  return count === 0 ? '没有找到这样的话术。' : `找到 ${count} 条`
}

interface TalkTrackItemProps {
  row: TalkTrackRow
  target: Target
  mode: SendMode
  onSent?: ((spoken: Spoken) => void) | undefined
}

function TalkTrackItem({ row, target, mode, onSent }: TalkTrackItemProps) {
  return (
    <li>
      <h3>{row.title}</h3>
      <SendBox
        track={row}
        target={target}
        mode={mode}
        label={row.title}
        onSent={(_outcome, sentence) => onSent?.({ ...sentence, title: row.title })}
      />
    </li>
  )
}
