import { ask } from './api.js'
import { createBridgeHost } from './bridgeHost.js'
import { showChats } from './chats.js'
import { wireControls } from './controls.js'
import { showConversation } from './conversation.js'
import { at, formatClock, make } from './dom.js'
import { readLog, wirePanels } from './log.js'
import { readMembers } from './members.js'

const REFRESH_MS = 1_500
const ROLE_NAMES = { guide: '导购', storeManager: '店长', regionManager: '区域经理', operator: '运营' }

const state = { cast: undefined, role: undefined, chat: undefined, list: undefined, notes: new Map(), isBusy: false }

const host = createBridgeHost({
  onSent: () => void refresh(),
  onOpenChat: ({ externalUserIds, chatId }) => openChat(externalUserIds?.split(';')[0] || chatId),
})

function say(text, isFault = false) {
  const toast = at('toast')
  toast.replaceChildren(make('span', isFault ? 'fault' : '', text))
  toast.classList.add('shown')
  clearTimeout(say.timer)
  say.timer = setTimeout(() => toast.classList.remove('shown'), 5_000)
}

const userid = () => state.role?.userid

/** Signs the page in as that person, by WeCom's own way, and shows what they work with. */
async function play(role) {
  state.role = role
  state.chat = undefined
  await ask('sign-in', { userid: role.userid })
  for (const button of at('roles').children)
    button.setAttribute('aria-pressed', String(button.dataset.role === role.role))
  const isManager = role.role === 'regionManager' || role.role === 'operator' || role.role === 'storeManager'
  at('desk').classList.toggle('board', isManager)
  at('who').textContent = `${ROLE_NAMES[role.role]} ${role.name}${role.storeName ? ` · ${role.storeName}` : ''}`
  await refresh()
  const first = state.list.chats.find(({ kind }) => kind === 'customer') ?? state.list.chats[0]
  if (!isManager && first) await choose(first)
  else await host.look({ userid: role.userid, entry: 'normal' })
  host.signIn(isManager ? '/board/' : '/sidebar/')
}

async function choose(chat) {
  state.chat = chat
  const isGroup = chat.kind === 'group'
  if (chat.kind !== 'bot') {
    const entry = isGroup ? 'group_chat_tools' : 'single_chat_tools'
    const which = isGroup
      ? { chatId: chat.id, externalUserId: undefined }
      : { externalUserId: chat.id, chatId: undefined }
    await host.look({ userid: userid(), entry, ...which })
    if (at('page').src) host.go('/sidebar/#/')
  } else {
    await host.look({ userid: userid(), entry: 'normal' })
    if (at('page').src) host.go('/sidebar/#/home')
  }
  // A group's members speak for themselves; to the bot the guide writes.
  at('say').hidden = chat.kind === 'group'
  const hint = chat.kind === 'bot' ? '待办、排行、帮助…' : '替顾客回一句…'
  at('say-text').placeholder = hint
  at('say-text').setAttribute('aria-label', hint)
  await refresh()
}

const openChat = (id) => {
  const chat = state.list?.chats.find((each) => each.id === id)
  if (chat) void choose(chat)
}

/** The list and the open conversation, as they are in the local WeCom now. */
async function refresh() {
  if (!userid()) return
  const list = await ask('chats', { userid: userid() })
  state.list = list
  at('clock').textContent = formatClock(list.nowMs)
  showChats(list, state.chat, choose)
  const { chat } = state
  if (!chat) return
  at('talk-title').textContent = chat.name
  const content = await ask('bubbles', { userid: userid(), kind: chat.kind, id: chat.id })
  if (chat !== state.chat) return
  showConversation(chat, content, {
    nowMs: list.nowMs,
    notes: state.notes.get(chat.id) ?? [],
    onCard: { onClick: clickCard, onOpen: openLink },
  })
}

async function clickCard(input) {
  await attempt(async () => {
    await ask('click-card', { userid: userid(), ...input })
    host.reload()
  })
}

/** A link in a card: pages of ours open at the right, as WeCom opens its web view. */
function openLink(address) {
  const url = new URL(address, location.origin)
  if (url.origin !== location.origin) return
  void host.look({ entry: 'normal' }).then(() => host.go(url.pathname + url.hash))
}

/** Runs one act; its fault becomes a sentence, and everything shown is read afresh. */
async function attempt(work) {
  if (state.isBusy) return
  state.isBusy = true
  at('toast').classList.remove('shown')
  document.body.classList.add('busy')
  try {
    await work()
  } catch (error) {
    say(error.message, true)
  } finally {
    state.isBusy = false
    document.body.classList.remove('busy')
    await refresh().catch(() => {})
  }
}

function note(chatId, text, atMs = state.list?.nowMs ?? 0) {
  const notes = state.notes.get(chatId) ?? []
  state.notes.set(chatId, [...notes, { atMs, text }])
}

function wireSay() {
  at('say').addEventListener('submit', (event) => {
    event.preventDefault()
    const text = at('say-text').value.trim()
    const { chat } = state
    if (!text || !chat) return
    at('say-text').value = ''
    if (chat.kind === 'bot') {
      note(chat.id, `你：${text}`)
      void attempt(() => ask('member-writes', { userid: userid(), text }))
      return
    }
    void attempt(() => ask('customer-writes', { userid: userid(), externalUserId: chat.id, text }))
  })
}

/** The page may be opened while the shops are still being filled. */
async function whenReady() {
  for (;;) {
    try {
      return await ask('cast')
    } catch (error) {
      say(error.message)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }
}

async function start() {
  state.cast = await whenReady()
  at('brand').textContent = state.cast.brand
  at('roles').append(
    ...state.cast.roles.map((role) => {
      const button = make('button', 'role', ROLE_NAMES[role.role])
      button.type = 'button'
      button.dataset.role = role.role
      button.addEventListener('click', () => void attempt(() => play(role)))
      return button
    }),
  )
  wirePanels()
  wireSay()
  wireControls({ state, host, say, note, attempt, choose, refresh, userid })
  await play(state.cast.roles[0])
  document.body.dataset.ready = 'yes'
  setInterval(() => {
    if (!state.isBusy && !document.hidden) void refresh().catch(() => {})
    void readLog().catch(() => {})
    void readMembers(state.list?.nowMs ?? 0).catch(() => {})
  }, REFRESH_MS)
}

start().catch((error) => say(error.message, true))
