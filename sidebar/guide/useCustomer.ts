import { useEffect, useRef, useState } from 'preact/hooks'
import type { ComplaintView } from '../../app/features/complaints/contract.ts'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import type { FollowUpAnswered, FollowUpView, Mute } from '../../app/features/followUps/contract.ts'
import { customerPath, postJson } from '../shared/api.ts'
import { useDesk } from './desk.ts'
import { type Asked, useAsks } from './useAsks.ts'
import { type FollowUpActs, type Spoken, useFollowUpActs } from './useFollowUpActs.ts'
import { type FollowUpDeck, useFollowUps } from './useFollowUps.ts'
import { useSince } from './useSince.ts'

/** The rules plan on a moment after the word was given. */
const PLANNED_MS = 1_500

export interface Fresh {
  panel: CustomerPanel
  askedAtMs: number
  first?: FollowUpView | undefined
  onRefresh(): void
}

export interface CustomerState {
  deck: FollowUpDeck
  acts: FollowUpActs
  asked: Asked
  complaint: ComplaintView | null
  mute: Mute
  /** A sentence that has just gone out, if it was edited. */
  spoken: Spoken | undefined
  setSpoken(spoken: Spoken | undefined): void
  setComplaint(complaint: ComplaintView | null): void
  muteUntil(until: 'tomorrow' | 'ever' | 'off'): Promise<void>
}

/** The customer as the panel tells, with what this page has done since. `onComplaint`: an answer has opened one. */
export function useCustomer({ panel, askedAtMs, first, onRefresh }: Fresh, onComplaint: () => void): CustomerState {
  const desk = useDesk()
  const given = first ? [first, ...panel.followUps.filter(({ id }) => id !== first.id)] : panel.followUps
  const deck = useFollowUps(given, askedAtMs, desk.reporter.waiting() > 0)
  const [complaint, setComplaint] = useSince(panel.complaint, askedAtMs)
  const { isMuted, mutedUntilMs } = panel
  const [mute, setMute] = useSince<Mute>({ isMuted, mutedUntilMs }, askedAtMs)
  const [spoken, setSpoken] = useState<Spoken>()
  const offerable = (next: Spoken | undefined) => setSpoken(next?.isEdited && next.talkTrackId ? next : undefined)
  const refreshSoon = useSoon(onRefresh)
  const onAnswered = (answered: FollowUpAnswered, isCorrection: boolean) => {
    const isNew = answered.complaint !== null && complaint === null
    if (isNew) deck.closeAll()
    setComplaint(() => answered.complaint)
    const brings = answered.next && !deck.open.some(({ id }) => id === answered.next?.id)
    deck.follow(answered.next)
    if (isNew) onComplaint()
    // The answer itself says what it brings; only the panel says what it takes away.
    if (!brings || isCorrection) onRefresh()
    return isNew
  }
  const asked = useAsks(panel.openAsks, onAnswered)
  const acts = useFollowUpActs(deck, {
    onClosed(followUp, sentence) {
      asked.add(followUp, panel.nowMs)
      offerable(sentence)
    },
    onReopened: ({ id }) => asked.drop(id),
  })
  const muteUntil = async (until: 'tomorrow' | 'ever' | 'off') => {
    try {
      const muted = await postJson<Mute>(`${customerPath(panel.customer.externalUserId)}/mute`, { until })
      setMute(() => muted)
      if (until !== 'off') deck.closeAll()
      else onRefresh()
      const undo = { label: '撤销', act: () => void muteUntil('off') }
      desk.say(MUTED[until], until === 'off' ? undefined : undo)
    } catch (error) {
      desk.say(`没有改成：${(error as Error).message}`)
    }
  }
  return {
    ...{ deck, acts, asked, complaint, mute, muteUntil, spoken, setSpoken: offerable },
    setComplaint(next) {
      if (next && !complaint) deck.closeAll()
      setComplaint(() => next)
      refreshSoon()
    },
  }
}

const MUTED = { tomorrow: '今天不再提醒这位客户', ever: '以后不再提醒这位客户', off: '已恢复提醒' }

/** Once, a moment later, if the page still stands. */
function useSoon(act: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(act, PLANNED_MS)
  }
}
