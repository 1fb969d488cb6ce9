/**
 * A stand-in for WeCom's client at the JS-SDK's own seam, run before the page's scripts. Tests steer it by
 * `window.fakeClient`, or by `?start=` in the address: which entry and customer it reports, and how a send ends.
 */
export const FAKE_BRIDGE = `
window.fakeClient = Object.assign(
  { entry: 'single_chat_tools', userId: 'wm_full', chatId: 'wr_xuhui', sends: 'ok', agentConfig: 'ok', contact: 'ok', isSilent: false, calls: [] },
  window.fakeClientStart,
  JSON.parse(new URLSearchParams(location.search).get('start') || '{}'),
)
window.WeixinJSBridge = {
  on() {},
  invoke(name, params, callback) {
    const client = window.fakeClient
    client.calls.push({ name, params })
    if (client.isSilent) return
    const answers = {
      agentConfig: () => ({ err_msg: 'agentConfig:' + client.agentConfig }),
      getContext: () => ({ err_msg: 'getContext:ok', entry: client.entry }),
      getCurExternalContact: () =>
        client.contact === 'ok'
          ? { err_msg: 'getCurExternalContact:ok', userId: client.userId }
          : { err_msg: 'getCurExternalContact:' + client.contact },
      getCurExternalChat: () => ({ err_msg: 'getCurExternalChat:ok', chatId: client.chatId }),
      sendChatMessage: () => ({ err_msg: 'sendChatMessage:' + ((client.ends || []).shift() || client.sends) }),
    }
    const answer = answers[name] ? answers[name]() : { err_msg: name + ':ok' }
    setTimeout(() => callback(answer), client.delayMs || 0)
  },
}
`

export interface ClientStart {
  entry?: string
  userId?: string
  chatId?: string
  /** How `sendChatMessage` ends: ok, cancel, or fail with a reason. */
  sends?: string
  /** How the first sends end, one after the other; those after them as `sends` says. */
  ends?: string[]
  /** How `getCurExternalContact` ends. */
  contact?: string
  isSilent?: boolean
}
