import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { TalkTrackRow } from '../../app/features/followUps/contract.ts'
import { Composer } from './Composer.tsx'
import { useDesk } from './desk.ts'
import {
  copyAndOpenChat,
  leaveRest,
  namesOf,
  type Rest,
  type SendOutcome,
  type Sentence,
  sendOn,
  sendSentence,
  type Target,
} from './sending.ts'

/** `send` in the chat itself, `copy` elsewhere, `none` where nothing may be sent. */
export type SendMode = 'send' | 'copy' | 'none'

interface SendBoxProps {
  track: TalkTrackRow
  target: Target
  mode: SendMode
  /** Names the sentence for those who hear the page. */
  label: string
  followUpId?: number
  isMain?: boolean
  /** All of it has gone out. */
  onSent?(outcome: SendOutcome, sentence: Sentence): void
  children?: ComponentChildren
}

/** A sentence, what goes with it, and the buttons that send both. */
export function SendBox({ track, target, mode, label, followUpId, isMain, onSent, children }: SendBoxProps) {
  const desk = useDesk()
  const [rest, setRest] = useState<Rest>()
  const take = (outcome: SendOutcome, sentence: Sentence) => {
    setRest(outcome.kind === 'partly' ? outcome.rest : undefined)
    if (outcome.kind === 'closed' || outcome.kind === 'sent') onSent?.(outcome, sentence)
  }
  const send = async (text: string, isEdited: boolean) => {
    if (mode === 'copy') return copyAndOpenChat(desk, target, text)
    const sentence = { text, isEdited, talkTrackId: track.id, followUpId }
    take(await sendSentence(desk, target, sentence, track.attachments), sentence)
  }
  if (rest)
    return (
      <RestBox
        rest={rest}
        isMain={isMain}
        onGoOn={async () => take(await sendOn(desk, target, rest), rest.sentence)}
        onLeave={async () => take(await leaveRest(desk, target, rest), rest.sentence)}
      />
    )
  return (
    <Composer
      isMain={isMain}
      isForGroup={target.kind === 'group'}
      text={track.text}
      isReady={track.isReady}
      mode={mode}
      label={label}
      attachments={attachmentsText(track, mode)}
      onSend={send}
    >
      {children}
    </Composer>
  )
}

function attachmentsText({ attachments }: TalkTrackRow, mode: SendMode): string | undefined {
  if (attachments.length === 0 || mode === 'none') return undefined
  const names = namesOf(attachments)
  return mode === 'send' ? `随后一起发：${names}` : `还有${names}，在客户聊天里打开侧边栏才能发`
}

interface RestBoxProps {
  rest: Rest
  isMain: boolean | undefined
  onGoOn(): Promise<void>
  onLeave(): Promise<void>
}

/** The text is out, something that goes with it is not: the guide decides what becomes of it. */
function RestBox({ rest, isMain, onGoOn, onLeave }: RestBoxProps) {
  const [isBusy, setBusy] = useState(false)
  const run = (act: () => Promise<void>) => {
    if (isBusy) return
    setBusy(true)
    void act().finally(() => setBusy(false))
  }
  return (
    <div class={isMain ? 'composer main' : 'composer'}>
      <p class="sentence">{rest.sentence.text}</p>
      <p class="warn">文字已发出，还差{namesOf(rest.parts)}。</p>
      <div class="acts">
        <button type="button" class="fill" disabled={isBusy} onClick={() => run(onGoOn)}>
          {isBusy ? '正在发…' : '接着发'}
        </button>
        <button type="button" disabled={isBusy} onClick={() => run(onLeave)}>
          不发了
        </button>
      </div>
    </div>
  )
}
