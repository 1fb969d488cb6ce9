import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

// The server marks what it could not fill in like this: 【称呼】.
const GAP = /【[^】]*】/g

interface ComposerProps {
  text: string
  isReady: boolean
  /** `send` in the chat itself, `copy` elsewhere, `none` where nothing may be sent. */
  mode: 'send' | 'copy' | 'none'
  /** Names the sentence for those who hear the page. */
  label: string
  isMain?: boolean
  isForGroup?: boolean
  /** What goes out after the text, in words. */
  attachments?: string
  onSend(text: string, isEdited: boolean): Promise<void>
  /** A further button in the same row. */
  children?: ComponentChildren
}

/** One sentence with its buttons: one tap sends it as it stands, two taps edit and send. */
export function Composer(props: ComposerProps) {
  const { text, isReady, mode, label, isMain, isForGroup, attachments, onSend, children } = props
  const [draft, setDraft] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const gaps = isReady ? [] : (text.match(GAP) ?? [])
  const said = draft ?? text
  const openGaps = gaps.filter((gap) => said.includes(gap))
  const isBlocked = said.trim() === '' || openGaps.length > 0 || (!isReady && draft === undefined)
  const verb = mode === 'copy' ? '复制并打开聊天' : isForGroup ? '发送到群' : '发送'
  const send = async () => {
    if (isBlocked || isBusy) return
    setBusy(true)
    try {
      await onSend(said, said !== text)
      setDraft(undefined)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class={isMain ? 'composer main' : 'composer'}>
      {draft === undefined ? (
        <p class="sentence">{isReady ? text : markGaps(text)}</p>
      ) : (
        <DraftBox draft={draft} label={`改一改：${label}`} gap={openGaps[0]} onInput={setDraft} />
      )}
      {attachments && <p class="note">{attachments}</p>}
      {mode !== 'none' && isBlocked && openGaps.length > 0 && (
        <p class="warn">还差{openGaps.join('、')}，补上就能发。</p>
      )}
      <div class="acts">
        {mode !== 'none' && (
          <button
            type="button"
            class="fill"
            disabled={isBlocked || isBusy}
            aria-label={`${verb}：${label}`}
            onClick={send}
          >
            {isBusy ? '正在发…' : verb}
          </button>
        )}
        {mode !== 'none' && (
          <button
            type="button"
            aria-label={`${draft === undefined ? '改一改' : '不改了'}：${label}`}
            onClick={() => setDraft(draft === undefined ? text : undefined)}
          >
            {draft === undefined ? '改一改' : '不改了'}
          </button>
        )}
        {children}
      </div>
    </div>
  )
}

function markGaps(text: string) {
  const plain = text.split(GAP)
  const gaps = text.match(GAP) ?? []
  return plain.map((part, index) => [part, gaps[index] && <mark>{gaps[index]}</mark>])
}

interface DraftBoxProps {
  draft: string
  label: string
  gap: string | undefined
  onInput(text: string): void
}

/** Grows with its text, and starts with the first gap selected: typing fills it. */
function DraftBox({ draft, label, gap, onInput }: DraftBoxProps) {
  const box = useRef<HTMLTextAreaElement>(null)
  const start = useRef({ at: gap ? draft.indexOf(gap) : draft.length, length: gap?.length ?? 0 })
  useLayoutEffect(() => {
    const { at, length } = start.current
    box.current?.focus()
    box.current?.setSelectionRange(at, at + length)
  }, [])
  useLayoutEffect(() => {
    const area = box.current
    if (area && draft !== '') fitHeight(area)
  }, [draft])
  return (
    <textarea
      ref={box}
      aria-label={label}
      rows={3}
      maxLength={4000}
      value={draft}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  )
}

function fitHeight(area: HTMLTextAreaElement): void {
  area.style.height = 'auto'
  area.style.height = `${area.scrollHeight + 2}px`
}
