/**
 * Stands where WeCom's client puts its bridge. Loaded before the page's own script, and only by the demo:
 * every call goes to the chat frame around the page, which asks the local WeCom.
 */
;(() => {
  if (window.parent === window) return
  const looks = () => JSON.parse(localStorage.getItem('demo.looks') || '{}')
  const client = 'wxwork/4.1.36 MicroMessenger/7.0.1 Language/zh'
  const agent = `${navigator.userAgent} ${client} ColorScheme/${looks().isDark ? 'Dark' : 'Light'}`
  Object.defineProperty(navigator, 'userAgent', { get: () => agent })

  const applyLooks = () => {
    const { isDark, isLarge } = looks()
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
    document.documentElement.style.fontSize = isLarge ? '200%' : ''
  }
  applyLooks()
  window.addEventListener('storage', applyLooks)

  const waiting = new Map()
  let count = 0
  const post = (message) => window.parent.postMessage({ from: 'demo-bridge', ...message }, location.origin)

  window.addEventListener('message', (event) => {
    if (event.origin !== location.origin || event.source !== window.parent) return
    if (event.data?.to !== 'demo-bridge') return
    const answer = waiting.get(event.data.id)
    waiting.delete(event.data.id)
    answer?.(event.data.result)
  })

  window.WeixinJSBridge = {
    invoke(name, params, callback) {
      count += 1
      if (callback) waiting.set(count, callback)
      post({ kind: 'invoke', id: count, name, params, url: location.href.split('#')[0] })
    },
    on() {},
  }
  post({ kind: 'hello' })
  document.dispatchEvent(new Event('WeixinJSBridgeReady'))
})()
