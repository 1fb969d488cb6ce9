import { ask } from './api.js'
import { at } from './dom.js'
import { logCall } from './log.js'

/**
 * The side of WeCom's client that a web view talks to. It knows which chat is open and answers
 * the page's bridge by asking the local WeCom, which checks the signature as the real client does.
 */
export function createBridgeHost({ onSent, onOpenChat }) {
  const frame = at('page')
  let view = { userid: '', entry: 'normal', sendOutcome: 'ok' }
  let session

  const open = () => {
    session = ask('bridge/open', view).then(({ id }) => id)
    return session
  }

  async function answer({ id, name, params, url }) {
    const sessionId = await (session ?? open())
    const { result } = await ask('bridge/invoke', { sessionId, name, params: { ...params, url } })
    logCall('jsapi', name, result ? result.err_msg : '没有回应')
    if (!result) return
    frame.contentWindow.postMessage({ to: 'demo-bridge', id, result }, location.origin)
    if (!/:ok$/.test(result.err_msg)) return
    if (name === 'sendChatMessage') onSent()
    if (name === 'openEnterpriseChat') onOpenChat(params)
  }

  window.addEventListener('message', (event) => {
    if (event.origin !== location.origin || event.source !== frame.contentWindow) return
    if (event.data?.from !== 'demo-bridge') return
    // A fresh page has to prove its signature again.
    if (event.data.kind === 'hello') session = undefined
    if (event.data.kind === 'invoke') void answer(event.data)
  })

  return {
    /** The guide looks at another chat, or the next send shall end differently. */
    async look(change) {
      view = { ...view, ...change }
      if (!session) return
      await ask('bridge/change', { sessionId: await session, ...view })
      frame.contentWindow?.dispatchEvent(new Event('focus'))
    },
    reload: () => frame.contentWindow?.location.reload(),
    /** Within our own origin only. */
    go(path) {
      const current = frame.contentWindow?.location
      const [page, hash = ''] = path.split('#')
      if (current?.pathname === page) current.hash = hash
      else frame.src = path
    },
    signIn(returnPath) {
      frame.src = `/auth/wecom?return=${encodeURIComponent(returnPath)}`
    },
  }
}
