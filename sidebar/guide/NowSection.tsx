import { useState } from 'preact/hooks'
import type { FollowUpChanged, FollowUpView, TalkTrackRow } from '../../app/features/followUps/contract.ts'
import { businessDayOf, countDays, formatClock, formatDay, onTimeUntil } from '../shared/format.ts'
import { CallBox } from './CallBox.tsx'
import { NowMenu } from './NowMenu.tsx'
import { SendBox, type SendMode } from './SendBox.tsx'
import type { Sentence, Target } from './sending.ts'
import { TracksSheet } from './TracksSheet.tsx'
import type { FollowUpActs } from './useFollowUpActs.ts'
import type { FollowUpDeck } from './useFollowUps.ts'

interface NowSectionProps {
  deck: FollowUpDeck
  current: FollowUpView
  acts: FollowUpActs
  target: Target
  mode: SendMode
  nowMs: number
  warning: string
  onMute(until: 'tomorrow' | 'ever'): Promise<void>
}

/** The one thing to do now, with the exact sentence. */
export function NowSection({ deck, current, acts, target, mode, nowMs, warning, onMute }: NowSectionProps) {
  const [sheet, setSheet] = useState<'menu' | 'tracks'>()
  const [swapped, setSwapped] = useState<{ followUpId: number; track: TalkTrackRow }>()
  const close = () => setSheet(undefined)
  const isCall = current.channel === 'call'
  const track = swapped?.followUpId === current.id ? swapped.track : current.talkTrack
  const closed = (changed: FollowUpChanged | undefined, sentence?: Sentence) =>
    acts.closed(current, changed, sentence && { ...sentence, title: track?.title ?? current.title })
  const act = async (name: string, body: object, said: string) => {
    close()
    await acts.act(current, { name, body, said })
  }
  const more = (
    <button type="button" class="more" aria-label="更多做法" aria-haspopup="dialog" onClick={() => setSheet('menu')}>
      ⋯
    </button>
  )
  return (
    <section class="block now" aria-labelledby="now-title">
      <NowHead deck={deck} current={current} nowMs={nowMs} />
      <p class="reason">{current.reason}</p>
      {warning && mode !== 'none' && <p class="warn">{warning}</p>}
      {isCall ? (
        <CallBox key={current.id} outline={track} onCalled={() => act('done', {}, '已记为打过电话 ✓')}>
          {more}
        </CallBox>
      ) : track ? (
        <SendBox
          key={`${current.id}/${track.id}`}
          isMain
          track={track}
          target={target}
          mode={mode}
          label={current.title}
          followUpId={current.id}
          onSent={(outcome, sentence) => closed(outcome.kind === 'closed' ? outcome.changed : undefined, sentence)}
        >
          {more}
        </SendBox>
      ) : (
        <div class="acts">{more}</div>
      )}
      {sheet === 'menu' && (
        <NowMenu
          title={current.title}
          isCall={isCall}
          onSwap={() => setSheet('tracks')}
          onAct={act}
          onMute={(until) => {
            close()
            return onMute(until)
          }}
          onClose={close}
        />
      )}
      {sheet === 'tracks' && (
        <TracksSheet
          followUpId={current.id}
          shownId={track?.id}
          onChoose={(chosen) => {
            close()
            setSwapped({ followUpId: current.id, track: chosen })
          }}
          onClose={close}
        />
      )}
    </section>
  )
}

function NowHead({ deck, current, nowMs }: { deck: FollowUpDeck; current: FollowUpView; nowMs: number }) {
  const eyebrow = isLater(current, nowMs) ? '稍后' : current.channel === 'call' ? '打电话' : '现在该做'
  return (
    <div class="now-head">
      <h2 id="now-title">
        <span class="eyebrow">{eyebrow}</span> {current.title}
      </h2>
      <Deadline followUp={current} nowMs={nowMs} />
      {deck.open.length > 1 && <Pager deck={deck} />}
    </div>
  )
}

/** Put off to tonight, or coming later today. */
const isLater = ({ state, dueAtMs }: FollowUpView, nowMs: number) => state === 'planned' && dueAtMs > nowMs

function Deadline({ followUp, nowMs }: { followUp: FollowUpView; nowMs: number }) {
  if (isLater(followUp, nowMs)) return <span class="due">{formatClock(followUp.dueAtMs)} 提醒</span>
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
