import { useState } from 'preact/hooks'
import type { FollowUpChanged, FollowUpView, TalkTrackRow } from '../../app/features/followUps/contract.ts'
import { postJson } from '../shared/api.ts'
import { businessDayOf, countDays, formatClock, formatDay, onTimeUntil } from '../shared/format.ts'
import { Composer } from './Composer.tsx'
import { type Desk, useDesk } from './desk.ts'
import { NowMenu } from './NowMenu.tsx'
import { copyAndOpenChat, sendSentence, type Target } from './sending.ts'
import type { FollowUpDeck } from './useFollowUps.ts'

interface NowSectionProps {
  deck: FollowUpDeck
  target: Target
  mode: 'send' | 'copy' | 'none'
  suggestions: TalkTrackRow[]
  nowMs: number
  warning: string
}

/** The one thing to do now, with the exact sentence. */
export function NowSection({ deck, target, mode, suggestions, nowMs, warning }: NowSectionProps) {
  const desk = useDesk()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [swapped, setSwapped] = useState<{ followUpId: number; step: number }>()
  const followUp = deck.current
  if (!followUp) return <NothingToDo suggestion={suggestions[0]} target={target} mode={mode} />

  const choices = followUp.talkTrack ? [followUp.talkTrack, ...otherThan(followUp, suggestions)] : suggestions
  const step = swapped?.followUpId === followUp.id ? swapped.step : 0
  const track = choices[step % Math.max(1, choices.length)]
  const act = async (name: string, body: object, said: string) => {
    setMenuOpen(false)
    await changeFollowUp(desk, deck, followUp, { name, body, said })
  }
  const send = async (text: string, isEdited: boolean) => {
    if (mode === 'copy') return copyAndOpenChat(desk, target, text)
    const sentence = { text, isEdited, talkTrackId: track?.id, followUpId: followUp.id }
    const outcome = await sendSentence(desk, target, sentence)
    if (outcome.kind !== 'closed') return
    deck.close(followUp.id, outcome.changed?.next)
    if (outcome.changed) desk.say('已发送 ✓ 任务完成', undoDone(desk, deck, followUp.id))
  }
  const more = (
    <button type="button" class="more" aria-label="更多做法" aria-haspopup="dialog" onClick={() => setMenuOpen(true)}>
      ⋯
    </button>
  )
  return (
    <section class="block now" aria-labelledby="now-title">
      <div class="now-head">
        <h2 id="now-title">
          <span class="eyebrow">现在该做</span> {followUp.title}
        </h2>
        <Deadline followUp={followUp} nowMs={nowMs} />
        {deck.open.length > 1 && <Pager deck={deck} />}
      </div>
      <p class="reason">{followUp.reason}</p>
      {warning && mode !== 'none' && <p class="warn">{warning}</p>}
      {track ? (
        <Composer
          key={`${followUp.id}/${track.id}`}
          isMain
          text={track.text}
          isReady={track.isReady}
          mode={mode}
          label={followUp.title}
          onSend={send}
        >
          {more}
        </Composer>
      ) : (
        <div class="acts">{more}</div>
      )}
      {isMenuOpen && (
        <NowMenu
          title={followUp.title}
          canSwap={choices.length > 1}
          onSwap={() => {
            setMenuOpen(false)
            setSwapped({ followUpId: followUp.id, step: step + 1 })
          }}
          onAct={act}
          onClose={() => setMenuOpen(false)}
        />
      )}
    </section>
  )
}

const otherThan = (followUp: FollowUpView, rows: TalkTrackRow[]) =>
  rows.filter((row) => row.id !== followUp.talkTrack?.id)

interface Change {
  name: string
  body: object
  said: string
}

async function changeFollowUp(desk: Desk, deck: FollowUpDeck, followUp: FollowUpView, change: Change): Promise<void> {
  try {
    const path = `/api/follow-ups/${followUp.id}/${change.name}`
    const changed = await desk.reporter.report<FollowUpChanged>(path, change.body)
    deck.close(followUp.id, changed?.next)
    const canUndo = changed && change.name === 'done'
    desk.say(
      changed ? change.said : `${change.said}，网络恢复后自动记录`,
      canUndo ? undoDone(desk, deck, followUp.id) : undefined,
    )
  } catch (error) {
    desk.say((error as Error).message)
  }
}

function undoDone(desk: Desk, deck: FollowUpDeck, id: number) {
  return { label: '撤销完成', act: () => void reopen(desk, deck, id) }
}

async function reopen(desk: Desk, deck: FollowUpDeck, id: number): Promise<void> {
  try {
    const { followUp } = await postJson<FollowUpChanged>(`/api/follow-ups/${id}/reopen`, {})
    deck.reopen(followUp)
    desk.say('已撤销完成')
  } catch (error) {
    desk.say(`没能撤销：${(error as Error).message}`)
  }
}

function Deadline({ followUp, nowMs }: { followUp: FollowUpView; nowMs: number }) {
  const lateDays = countDays(businessDayOf(followUp.dueAtMs), businessDayOf(nowMs)) - 1
  if (lateDays > 0) return <span class="due late">晚了 {lateDays} 天</span>
  const untilMs = onTimeUntil(followUp.dueAtMs)
  return (
    <span class="due">
      {formatDay(untilMs, nowMs)} {formatClock(untilMs)} 前
    </span>
  )
}

function Pager({ deck }: { deck: FollowUpDeck }) {
  return (
    <span class="pager">
      <button type="button" class="icon" aria-label="上一件" onClick={() => deck.move(-1)}>
        ‹
      </button>
      <span>
        {deck.index + 1}/{deck.open.length}
      </span>
      <button type="button" class="icon" aria-label="下一件" onClick={() => deck.move(1)}>
        ›
      </button>
    </span>
  )
}

interface NothingToDoProps {
  suggestion: TalkTrackRow | undefined
  target: Target
  mode: 'send' | 'copy' | 'none'
}

function NothingToDo({ suggestion, target, mode }: NothingToDoProps) {
  const desk = useDesk()
  const send = async (text: string, isEdited: boolean) => {
    if (mode === 'copy') return copyAndOpenChat(desk, target, text)
    await sendSentence(desk, target, { text, isEdited, talkTrackId: suggestion?.id })
  }
  return (
    <section class="block now" aria-labelledby="now-title">
      <h2 id="now-title">今天没有待跟进，聊聊新品？</h2>
      {suggestion && (
        <Composer
          key={suggestion.id}
          isMain
          text={suggestion.text}
          isReady={suggestion.isReady}
          mode={mode}
          label={suggestion.title}
          onSend={send}
        />
      )}
    </section>
  )
}
