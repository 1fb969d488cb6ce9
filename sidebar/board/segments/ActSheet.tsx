import { useState } from 'preact/hooks'
import type { MassSendCheck } from '../../../app/features/massSends/contract.ts'
import type { SegmentChoices, SegmentCount, SegmentFilter } from '../../../app/features/segments/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { Sheet } from '../../shared/Sheet.tsx'
import { useSettled } from '../../shared/useSettled.ts'
import { newWishKey, usePosted } from '../usePosted.ts'
import { ACT_TITLES, ActFields, type ActKind, type Said } from './ActFields.tsx'
import { Reach, Words } from './Reach.tsx'

interface ActProps {
  kind: ActKind
  filter: SegmentFilter
  choices: SegmentChoices
  count: SegmentCount
  onDone(text: string): void
  onClose(): void
}

/** What is about to happen, to how many, and who is left out and why: nothing happens before the last tap. */
export function ActSheet({ kind, filter, choices, count, onDone, onClose }: ActProps) {
  const [said, setSaid] = useState<Said>({
    name: '',
    note: '',
    text: '',
    playbookId: choices.playbooks[0]?.id ?? '',
    set: '',
    tagId: '',
    trackId: '',
  })
  const [fault, setFault] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [clientKey] = useState(newWishKey)
  const change = (part: Partial<Said>) => setSaid({ ...said, ...part })
  const words = said.trackId ? { talkTrackId: said.trackId } : { text: said.text.trim() }
  const hasWords = Boolean(said.trackId || said.text.trim())
  const question = useSettled(kind === 'mass_send' && hasWords ? JSON.stringify({ filter, ...words }) : '')
  const check = usePosted<MassSendCheck>('/api/mass-sends/check', question || undefined)
  const reached = kind === 'mass_send' ? (check.data?.sendable ?? count.sendable) : count.reachable
  const [path, body, done] = requestOf(kind, { clientKey, filter, said, words, reached })
  const isReady = kind === 'save' ? said.name.trim() !== '' : isWhole(kind, said, hasWords) && reached > 0
  const submit = (event: Event) => {
    event.preventDefault()
    setIsBusy(true)
    setFault('')
    postJson(path, body)
      .then(() => onDone(done))
      .catch((error: ApiError) => setFault(error.message))
      .finally(() => setIsBusy(false))
  }
  return (
    <Sheet title={ACT_TITLES[kind]} onClose={onClose}>
      <form class="seg-act" onSubmit={submit}>
        <label class="seg-field">
          <span>{kind === 'save' ? '人群名称' : '这次叫什么'}</span>
          <input maxLength={30} value={said.name} onInput={(event) => change({ name: event.currentTarget.value })} />
        </label>
        <ActFields kind={kind} said={said} choices={choices} onChange={change} />
        {kind === 'mass_send' && check.data && hasWords && <Words check={check.data} />}
        {kind !== 'save' && <Reach kind={kind} count={count} reached={reached} check={check.data} />}
        <p class="warn" role="alert">
          {fault || check.error?.message}
        </p>
        <button type="submit" class="fill" disabled={isBusy || !isReady}>
          {kind === 'save' ? '保存' : `${kind === 'mass_send' ? '请导购群发' : ACT_TITLES[kind]}，${reached} 位`}
        </button>
      </form>
    </Sheet>
  )
}

const isWhole = (kind: ActKind, said: Said, hasWords: boolean) =>
  said.name.trim() !== '' &&
  (kind === 'tag' ? said.tagId !== '' : kind === 'mass_send' ? hasWords : said.playbookId !== '')

interface Wish {
  clientKey: string
  filter: SegmentFilter
  said: Said
  words: object
  reached: number
}

function requestOf(kind: ActKind, { clientKey, filter, said, words, reached }: Wish): [string, object, string] {
  const name = said.name.trim()
  if (kind === 'save') return ['/api/segments', { name, filter }, `人群“${name}”已保存`]
  if (kind === 'mass_send')
    return ['/api/mass-sends', { clientKey, name, filter, ...words }, `“${name}”正在送到导购手机上，确认后才会发出`]
  const action =
    kind === 'tag'
      ? { kind, tagId: said.tagId }
      : { kind, playbookId: said.playbookId, note: said.note.trim(), ...(said.set ? { talkTrackSet: said.set } : {}) }
  const done = kind === 'tag' ? `正在给 ${reached} 位打标签` : `正在给 ${reached} 位安排跟进`
  return ['/api/segments/runs', { clientKey, name, filter, action }, done]
}
