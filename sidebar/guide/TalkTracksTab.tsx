import { useEffect, useState } from 'preact/hooks'
import type { TalkTrackRow } from '../../app/features/followUps/contract.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { Composer } from './Composer.tsx'
import { useDesk } from './desk.ts'
import { copyAndOpenChat, sendSentence, type Target } from './sending.ts'

const TYPING_MS = 300

interface TalkTracksTabProps {
  target: Target
  mode: 'send' | 'copy' | 'none'
  suggestions: TalkTrackRow[]
}

/** The three that fit best, or what a search finds; every row has its own buttons. */
export function TalkTracksTab({ target, mode, suggestions }: TalkTracksTabProps) {
  const [words, setWords] = useState('')
  const settled = useSettled(words.trim())
  const who = target.kind === 'group' ? `chatId=${target.chatId}` : `externalUserId=${target.externalUserId}`
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
          placeholder="搜话术"
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
          <TalkTrackItem key={row.id} row={row} target={target} mode={mode} />
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
  mode: 'send' | 'copy' | 'none'
}

function TalkTrackItem({ row, target, mode }: TalkTrackItemProps) {
  const desk = useDesk()
  const send = async (text: string, isEdited: boolean) => {
    if (mode === 'copy') return copyAndOpenChat(desk, target, text)
    await sendSentence(desk, target, { text, isEdited, talkTrackId: row.id })
  }
  return (
    <li>
      <h3>{row.title}</h3>
      <Composer
        isForGroup={target.kind === 'group'}
        text={row.text}
        isReady={row.isReady}
        mode={mode}
        label={row.title}
        onSend={send}
      />
    </li>
  )
}

/** The value once nobody has typed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
