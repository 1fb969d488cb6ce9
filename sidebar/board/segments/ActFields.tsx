import type { SegmentChoices } from '../../../app/features/segments/contract.ts'
import { One, type Option } from './SegmentFields.tsx'

export type ActKind = 'follow_ups' | 'mass_send' | 'tag' | 'save'

export const ACT_TITLES: Record<ActKind, string> = {
  follow_ups: '安排跟进',
  mass_send: '群发',
  tag: '打标签',
  save: '存为人群',
}

/** What was typed and chosen so far. */
export interface Said {
  name: string
  note: string
  text: string
  playbookId: string
  set: string
  tagId: string
  trackId: string
}

interface FieldsProps {
  kind: ActKind
  said: Said
  choices: SegmentChoices
  onChange(part: Partial<Said>): void
}

type Picked = 'tagId' | 'playbookId' | 'set' | 'trackId'

export function ActFields({ kind, said, choices, onChange }: FieldsProps) {
  const pick = (key: Picked, label: string, first: string, rows: readonly { id: string; title: string }[]) => (
    <One
      label={label}
      options={[['', first], ...rows.map(({ id, title }): Option => [id, title])]}
      chosen={said[key]}
      onChange={(id) => onChange({ [key]: id })}
    />
  )
  if (kind === 'save') return null
  if (kind === 'tag') return pick('tagId', '标签', '请选择', choices.tags)
  if (kind === 'follow_ups')
    return (
      <>
        {choices.playbooks.length > 1 && pick('playbookId', '跟进方案', '请选择', choices.playbooks)}
        {pick('set', '话术', '按方案', choices.talkTrackSets)}
        <label class="seg-field">
          <span>给导购的说明</span>
          <input maxLength={60} value={said.note} onInput={(event) => onChange({ note: event.currentTarget.value })} />
        </label>
      </>
    )
  return (
    <>
      {pick('trackId', '话术', '自己写', choices.talkTracks)}
      {said.trackId === '' && (
        <label class="seg-field">
          <span>内容</span>
          <textarea
            rows={4}
            maxLength={1300}
            value={said.text}
            onInput={(event) => onChange({ text: event.currentTarget.value })}
          />
        </label>
      )}
    </>
  )
}
