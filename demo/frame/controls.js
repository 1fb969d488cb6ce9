import { ask } from './api.js'
import { at, formatYuan } from './dom.js'

const sum = (lines, key) => lines.reduce((total, line) => total + line[key], 0)

/** Every button of the bar at the bottom. */
export function wireControls(desk) {
  const acts = storyOf(desk)
  for (const button of document.querySelectorAll('[data-act]'))
    button.addEventListener('click', () => void desk.attempt(acts[button.dataset.act]))
  wireLooks()
  wireNetwork(desk)
  wireSending(desk)
  for (const button of document.querySelectorAll('[data-go]'))
    button.addEventListener('click', () => void desk.attempt(() => goToMark(desk, button.dataset.go)))
}

function storyOf({ state, host, say, note, choose, refresh, userid }) {
  const customer = () => {
    if (state.chat?.kind !== 'customer') throw new Error('先在左边选一位顾客')
    return { userid: userid(), externalUserId: state.chat.id }
  }
  const done = (text, chatId) => {
    say(text)
    if (chatId) note(chatId, text)
    host.reload()
  }
  const scan = async (code, what) => {
    if (state.role.role !== 'guide') throw new Error('切到导购身份再扫码')
    const atMs = state.list.nowMs
    const { externalUserId, name } = await ask('scan', { userid: userid(), ...code })
    note(externalUserId, `${name} 扫了 ${what}`, atMs)
    await refresh()
    await choose(state.list.chats.find(({ id }) => id === externalUserId))
    say(`${name} 扫码加了 ${state.role.name}，欢迎语已发出`)
  }
  return {
    scan: () => scan({}, `${state.role.name} 的二维码`),
    async 'friend-scan'() {
      const { externalUserId } = customer()
      await scan({ qrCode: await referralCode(externalUserId) }, `${state.chat.name} 的推荐码`)
    },
    async 'shop-order'() {
      const who = customer()
      const order = await ask('shop-order', who)
      done(`到店消费 ${formatYuan(sum(order.lines, 'paidFen'))} · 小票 ${order.orderNo}`, who.externalUserId)
    },
    async 'mall-order'() {
      const who = customer()
      const order = await ask('mall-order', who)
      done(`小程序下单 ${formatYuan(sum(order.lines, 'paidFen'))} · ${order.orderNo}`, who.externalUserId)
    },
    async 'weixin-shop-order'() {
      const who = customer()
      const { orderNo, paidFen } = await ask('weixin-shop-order', who)
      done(`微信小店下单 ${formatYuan(paidFen)} · ${orderNo}`, who.externalUserId)
    },
    async 'pay-in-chat'() {
      const who = customer()
      const { orderNo, paidFen } = await ask('pay-in-chat', who)
      done(`在聊天里付了 ${formatYuan(paidFen)} · ${orderNo}`, who.externalUserId)
    },
    async refund() {
      const who = customer()
      const refund = await ask('refund', who)
      done(`退款 ${formatYuan(sum(refund.lines, 'refundFen'))} · 原单 ${refund.orderNo}`, who.externalUserId)
    },
    async 'pos-file'() {
      const { file, receipts, report } = await ask('pos-file')
      done(`${file}：${receipts} 行，新增 ${report.added} 单，已有 ${report.unchanged} 单`)
    },
    async 'next-day'() {
      await ask('next-day')
      done('过了一天：到期的跟进已提醒导购')
    },
    async 'next-month'() {
      await ask('next-month')
      done('过了 30 天：到期的事都做了')
    },
    async 'delete-guide'() {
      const who = customer()
      await ask('delete-guide', who)
      done('这位顾客把导购删除了', who.externalUserId)
    },
  }
}

/** The QR that the guide made for this customer's friends, as the product's own page shows it. */
async function referralCode(externalUserId) {
  const answer = await fetch(`/api/customers/${encodeURIComponent(externalUserId)}/referral`)
  const { code } = answer.ok ? await answer.json() : {}
  if (!code?.qrCode) throw new Error('先在侧边栏点「老带新」，给一位忠实客生成推荐码')
  return code.qrCode
}

async function goToMark({ state, say, choose }, mark) {
  const chat = state.list.chats.find((each) => each.mark === mark)
  if (!chat) return say('这个身份名下没有这样的顾客', true)
  await choose(chat)
  document.querySelector('.chat.on')?.scrollIntoView({ block: 'nearest' })
}

/** Kept for the page inside, which is of the same origin and reads it before its first paint. */
function wireLooks() {
  const looks = { isDark: false, isLarge: false, isPhone: false }
  localStorage.setItem('demo.looks', JSON.stringify(looks))
  for (const button of document.querySelectorAll('[data-look]'))
    button.addEventListener('click', () => {
      const name = button.dataset.look
      looks[name] = !looks[name]
      button.setAttribute('aria-pressed', String(looks[name]))
      at('desk').classList.toggle('phone', looks.isPhone)
      localStorage.setItem('demo.looks', JSON.stringify(looks))
    })
}

function wireNetwork(desk) {
  const buttons = [...document.querySelectorAll('[data-network]')]
  const set = async (mode) => {
    await ask('network', { mode })
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.network === mode))
  }
  void set('')
  for (const button of buttons)
    button.addEventListener('click', () => {
      const isOn = button.getAttribute('aria-pressed') === 'true'
      void desk.attempt(() => set(isOn ? '' : button.dataset.network))
    })
}

/** Looks switched only once it is: a send that follows at once must end as the button says. */
function wireSending({ host, attempt }) {
  const button = document.querySelector('[data-send]')
  const set = async (isCancelled) => {
    await host.look({ sendOutcome: isCancelled ? 'cancel' : 'ok' })
    button.setAttribute('aria-pressed', String(isCancelled))
  }
  button.addEventListener('click', () => void attempt(() => set(button.getAttribute('aria-pressed') !== 'true')))
}
