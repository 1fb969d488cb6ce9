export const at = (id) => document.getElementById(id)

/** An element with a class and children; strings become text, never markup. */
export function make(tag, className, ...children) {
  const node = document.createElement(tag)
  if (className) node.className = className
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== ''))
  return node
}

const HUES = ['a', 'b', 'c', 'd', 'e', 'f']

/** Round initial in a colour of its own; customers here have no pictures. */
export function avatar(name, kind) {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  const shown = kind === 'bot' ? '助' : ([...name.replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]/gu, '')][0] ?? '客')
  return make('span', `avatar ${kind} hue-${HUES[sum % HUES.length]}`, shown)
}

const ZONE = 'Asia/Shanghai'
const time = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hour12: false })
const date = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, month: 'numeric', day: 'numeric' })
const full = new Intl.DateTimeFormat('zh-CN', {
  timeZone: ZONE,
  month: 'long',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})
const dayNumber = (ms) => Math.floor((ms + 28_800_000) / 86_400_000)

export const formatClock = (ms) => full.format(ms)

/** `10:07`, `昨天`, `11/3` */
export function formatWhen(ms, nowMs) {
  if (!ms) return ''
  const days = dayNumber(nowMs) - dayNumber(ms)
  if (days === 0) return time.format(ms)
  return days === 1 ? '昨天' : date.format(ms)
}

export const formatMinute = (ms, nowMs) =>
  dayNumber(ms) === dayNumber(nowMs) ? time.format(ms) : `${date.format(ms)} ${time.format(ms)}`

/** Integer fen, never a float: `¥486.20` */
export function formatYuan(fen) {
  const whole = Math.trunc(fen / 100)
  return `¥${whole.toLocaleString('en-US')}.${String(fen % 100).padStart(2, '0')}`
}
