import { escapeHtml } from './http.ts'
import type { Visitor } from './records/people.ts'
import { findMember, seconds, type World } from './world.ts'

/** What the browser gets for a visit to the OAuth address. */
export type OAuthAnswer = { kind: 'redirect'; location: string } | { kind: 'page'; status: number; html: string }

/** A clone of /connect/oauth2/authorize. Who visits: `as=` in the address, else the cookie `local_userid`, else a page asks. */
export function authorize(world: World, url: URL, cookie: string | undefined): OAuthAnswer {
  const refusal = refusalOf(world, url.searchParams)
  if (refusal) return page(400, `<h1>${refusal}</h1>`)
  const as = url.searchParams.get('as') ?? cookieValue(cookie, 'local_userid')
  const visitor = as ? visitorOf(world, as) : undefined
  if (!visitor) return page(200, chooser(world, url))
  const target = new URL(url.searchParams.get('redirect_uri') ?? '')
  target.searchParams.set('code', issueCode(world, url.searchParams, visitor))
  target.searchParams.set('state', url.searchParams.get('state') ?? '')
  return { kind: 'redirect', location: target.toString() }
}

function refusalOf(world: World, query: URLSearchParams): string | undefined {
  if (query.get('appid') !== world.corpId) return 'appid 参数错误'
  if (query.get('response_type') !== 'code') return 'response_type 参数错误'
  if (!['snsapi_base', 'snsapi_privateinfo'].includes(query.get('scope') ?? '')) return 'scope 参数错误'
  if (!isTrusted(world, query.get('redirect_uri') ?? '')) return 'redirect_uri 参数错误'
  if (!/^[A-Za-z0-9]{0,128}$/.test(query.get('state') ?? '')) return 'state 参数错误（84025）'
  return undefined
}

/** Host and port must equal a trusted domain exactly; scheme and path do not matter. */
function isTrusted(world: World, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return /^https?:$/.test(protocol) && world.trustedHosts.includes(host)
}

/** `as` is a userid, `external:<external_userid>`, or `openid:<openid>` for a stranger. */
function visitorOf(world: World, as: string): Visitor | undefined {
  if (as.startsWith('openid:')) return { openid: as.slice('openid:'.length) }
  if (as.startsWith('external:')) {
    const contact = world.state.contacts.get(as.slice('external:'.length))
    return contact ? { openid: contact.openid, externalUserId: contact.externalUserId } : undefined
  }
  const member = findMember(world, as)
  return member && member.status !== 5 ? { userid: member.userid } : undefined
}

function issueCode(world: World, query: URLSearchParams, visitor: Visitor): string {
  const code = world.ids.next('CODE', 40)
  // Without agentid the request silently becomes snsapi_base.
  const privateInfo = query.get('scope') === 'snsapi_privateinfo' && query.has('agentid')
  const agentId = query.get('agentid') ?? world.agentId
  world.state.oauthCodes.set(code, { visitor, agentId, privateInfo, issuedAtMs: world.clock.nowMs(), used: false })
  return code
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  const pair = header?.split(/;\s*/).find((part) => part.startsWith(`${name}=`))
  const value = pair?.slice(name.length + 1)
  try {
    return value === undefined ? undefined : decodeURIComponent(value)
  } catch {
    return undefined
  }
}

function chooser(world: World, url: URL): string {
  const members = [...world.state.members.values()].filter(({ status }) => status !== 5)
  const links = members.map(({ userid, name, visible }) => {
    const to = new URL(url)
    to.searchParams.set('as', userid)
    const note = visible ? '' : '（不在可见范围）'
    return `<li><a href="${escapeHtml(to.pathname + to.search)}">${escapeHtml(name)} ${escapeHtml(userid)}${note}</a></li>`
  })
  const time = new Date(seconds(world.clock.nowMs()) * 1000).toISOString()
  return `<h1>本地企业微信：以谁的身份登录？</h1><ul>${links.join('')}</ul><p>${time}</p>`
}

const page = (status: number, body: string): OAuthAnswer => ({
  kind: 'page',
  status,
  html: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>本地企业微信</title>
<meta name="viewport" content="width=device-width"><style>body{font:16px/1.6 sans-serif;margin:2rem}</style>${body}</html>`,
})
