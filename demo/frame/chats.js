import { at, avatar, formatWhen, make } from './dom.js'

const MARKS = { colleague: '同事的', unbound: '未绑定', deleted: '已删除' }

/** The list at the left, as the client shows it. */
export function showChats({ chats, nowMs }, chosen, onChoose) {
  const rows = chats.map((chat) => {
    const mark = chat.mark ? make('span', `mark ${chat.mark}`, MARKS[chat.mark]) : ''
    const button = make(
      'button',
      chat.kind === chosen?.kind && chat.id === chosen?.id ? 'chat on' : 'chat',
      avatar(chat.name, chat.kind),
      make('span', 'name', make('span', '', chat.name), mark),
      make('span', 'when', formatWhen(chat.atMs, nowMs)),
      make('span', 'last', chat.text),
    )
    button.type = 'button'
    button.dataset.chat = chat.id
    button.addEventListener('click', () => onChoose(chat))
    return make('li', '', button)
  })
  at('chats').replaceChildren(...rows)
}
