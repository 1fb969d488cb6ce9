import { ask } from './api.js'
import { at, make } from './dom.js'

const WAYS = { page: '页面 → 产品', wecom: '产品 → 企业微信', callback: '企业微信 → 产品', jsapi: '页面 → 客户端' }
const MOST = 200
let last = 0

function addRow(way, text, note) {
  const rows = at('log-rows')
  rows.prepend(make('li', way, make('em', '', WAYS[way]), make('span', '', text), make('b', '', note)))
  while (rows.children.length > MOST) rows.lastChild.remove()
}

export const logCall = (way, text, note) => addRow(way, text, note)

/** Reads what crossed the wire since the last look. */
export async function readLog() {
  const entries = await ask('log', { after: last })
  for (const { id, way, text, note } of entries) {
    last = Math.max(last, id)
    addRow(way, text, note)
  }
}

/** Buttons that open a panel at the corner; one at a time. */
export function wirePanels() {
  const toggles = [...document.querySelectorAll('[data-panel]')]
  const open = (name) => {
    for (const toggle of toggles) {
      const isOpen = toggle.dataset.panel === name
      at(toggle.dataset.panel).hidden = !isOpen
      toggle.setAttribute('aria-expanded', String(isOpen))
    }
  }
  for (const toggle of toggles)
    toggle.addEventListener('click', () => open(at(toggle.dataset.panel).hidden ? toggle.dataset.panel : undefined))
}
