import { cardNode } from './cards.js'
import { at, avatar, formatMinute, make } from './dom.js'

const MEDIA = { image: '[图片]', video: '[视频]', file: '[文件]' }
const TAGS = { welcome: '欢迎语', mass: '群发' }

/** What was said in the chosen chat; the guide speaks at the right. */
export function showConversation(chat, { bubbles, cards }, { nowMs, notes, onCard }) {
  const shown =
    chat.kind === 'bot'
      ? cards.map((card) => ({ atMs: card.sentAtMs, node: botRow(card, onCard) }))
      : bubbles.map((bubble) => ({ atMs: bubble.atMs, node: bubbleRow(bubble, chat) }))
  const all = [...shown, ...notes.map(({ atMs, text }) => ({ atMs, node: make('p', 'note', text) }))]
  all.sort((a, b) => a.atMs - b.atMs)
  const box = at('bubbles')
  const wasCount = Number(box.dataset.count ?? 0)
  box.replaceChildren(...withTimes(all, nowMs))
  if (all.length === 0) box.append(make('p', 'note', chat.kind === 'bot' ? '还没有提醒' : '还没有聊过'))
  box.dataset.count = String(all.length)
  if (wasCount !== all.length) box.scrollTop = box.scrollHeight
}

const GAP_MS = 5 * 60_000

function withTimes(rows, nowMs) {
  let lastMs = 0
  return rows.flatMap(({ atMs, node }) => {
    const isLater = atMs - lastMs > GAP_MS
    lastMs = atMs
    return isLater ? [make('time', 'stamp', formatMinute(atMs, nowMs)), node] : [node]
  })
}

function bubbleRow({ from, message, isMine, name }, chat) {
  const tag = TAGS[from] ? make('small', '', TAGS[from]) : ''
  const speaker = chat.kind === 'group' && !isMine ? make('small', 'speaker', name ?? '') : ''
  const body = make('div', 'bubble', speaker, message.text?.content ?? '', ...attachments(message), tag)
  return make('div', isMine ? 'said mine' : 'said', avatar(name ?? chat.name, 'person'), body)
}

function attachments({ attachments: list = [], ...message }) {
  const titles = list.map((item) => item.link?.title ?? item.miniprogram?.title ?? `[${item.msgtype}]`)
  if (message.news) titles.push(message.news.title ?? message.news.link)
  if (message.miniprogram) titles.push(message.miniprogram.title)
  for (const [kind, words] of Object.entries(MEDIA)) if (message[kind]) titles.push(words)
  return titles.map((title) => make('span', 'attached', title))
}

function botRow(card, onCard) {
  return make('div', 'said', avatar('助', 'bot'), cardNode(card, onCard))
}
