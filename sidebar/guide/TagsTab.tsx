import { useState } from 'preact/hooks'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { customerPath, postJson } from '../shared/api.ts'
import { useDesk } from './desk.ts'
import { Notes } from './Notes.tsx'
import { useSince } from './useSince.ts'

const FREQUENT = 8
type Tag = CustomerPanel['tags'][number]

/** Tags as toggles, the usual ones first; a tap takes effect at once and can be taken back by another tap. */
export function TagsTab({ panel, askedAtMs }: { panel: CustomerPanel; askedAtMs: number }) {
  const { externalUserId } = panel.customer
  const [tags, setTags] = useSince(panel.tags, askedAtMs)
  const [words, setWords] = useState('')
  const desk = useDesk()
  const flip = async (tag: Tag, isOn: boolean) => {
    const paint = (value: boolean) =>
      setTags((list) => list.map((item) => (item.tagId === tag.tagId ? { ...item, isOn: value } : item)))
    paint(isOn)
    try {
      await postJson(`${customerPath(externalUserId)}/tags`, { tagId: tag.tagId, isOn })
      desk.say(isOn ? `已加标签「${tag.name}」` : `已去掉标签「${tag.name}」`, {
        label: '撤销',
        act: () => void flip(tag, !isOn),
      })
    } catch (error) {
      paint(!isOn)
      desk.say(`标签没有改成：${(error as Error).message}`)
    }
  }
  const shown = words ? tags.filter((tag) => `${tag.groupName}${tag.name}`.includes(words.trim())) : usual(tags)
  return (
    <>
      <h3>标签</h3>
      <ul class="chips">
        {shown.map((tag) => (
          <li key={tag.tagId}>
            <button type="button" aria-pressed={tag.isOn} onClick={() => flip(tag, !tag.isOn)}>
              {tag.name}
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="note">{words ? '没有这样的标签。' : '企业还没有设置标签。'}</p>}
      {tags.length > FREQUENT && (
        <label class="search">
          <span class="unseen">搜标签</span>
          <input
            type="search"
            placeholder="搜标签"
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </label>
      )}
      <Notes panel={panel} askedAtMs={askedAtMs} />
    </>
  )
}

/** What is set always shows; the rest fills up to eight. */
function usual(tags: Tag[]): Tag[] {
  const set = tags.filter((tag) => tag.isOn)
  const rest = tags.filter((tag) => !tag.isOn).slice(0, Math.max(0, FREQUENT - set.length))
  return tags.filter((tag) => set.includes(tag) || rest.includes(tag))
}
