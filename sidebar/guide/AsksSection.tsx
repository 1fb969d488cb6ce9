import type { AskView, OpenAsks } from '../../app/features/followUps/contract.ts'
import { formatMoment } from '../shared/format.ts'
import { type Asked, askKey } from './useAsks.ts'

/** 客户怎么说: one tap an answer; the next sentence hangs on it. */
export function AsksSection({ asked, nowMs }: { asked: Asked; nowMs: number }) {
  if (asked.groups.length === 0) return null
  return (
    <section class="block asks" aria-labelledby="asks-title">
      <h2 id="asks-title">客户怎么说</h2>
      {asked.groups.map((group) =>
        group.asks.map((ask) => <Question key={`${group.followUpId}/${ask.id}`} {...{ asked, group, ask, nowMs }} />),
      )}
    </section>
  )
}

interface QuestionProps {
  asked: Asked
  group: OpenAsks
  ask: AskView
  nowMs: number
}

function Question({ asked, group, ask, nowMs }: QuestionProps) {
  const key = askKey({ followUpId: group.followUpId, ask: ask.id })
  const said = ask.answers.find(({ isChosen }) => isChosen)
  if (said && asked.correcting !== key)
    return (
      <p class="answered">
        <span>
          {ask.title}：<strong>{said.title}</strong>
        </span>
        <button type="button" class="quiet" aria-label={`改一下：${ask.title}`} onClick={() => asked.correct(key)}>
          改一下
        </button>
      </p>
    )
  return (
    <fieldset class="chips">
      <legend>
        {ask.title}
        <span class="note">
          {group.title} · {formatMoment(group.sentAtMs, nowMs)}
        </span>
      </legend>
      {ask.answers.map(({ id, title, isChosen }) => (
        <button
          type="button"
          key={id}
          aria-pressed={isChosen}
          onClick={() => asked.tap({ followUpId: group.followUpId, ask: ask.id, answer: id }, title)}
        >
          {title}
        </button>
      ))}
    </fieldset>
  )
}
