import { existsSync } from 'node:fs'
import type { Chain, RoleName, Subject } from './chain.ts'

/** What a person is to the subject of a request: the rights follow from it and from nothing else. */
export type Relation =
  | 'nobody'
  | 'owner'
  | 'colleague'
  | 'stranger'
  | 'manager'
  | 'otherManager'
  | 'region'
  | 'otherRegion'
  | 'operator'

const TO_EAST: Record<RoleName, Relation> = {
  anonymous: 'nobody',
  former: 'nobody',
  eastGuide: 'owner',
  eastColleague: 'colleague',
  nextGuide: 'stranger',
  westGuide: 'stranger',
  movedGuide: 'stranger',
  movedManager: 'stranger',
  eastManager: 'manager',
  nextManager: 'otherManager',
  westManager: 'otherManager',
  eastRegion: 'region',
  westRegion: 'otherRegion',
  operator: 'operator',
}
/** Who moved over this morning is a colleague there, whatever their old session was begun as. */
const TO_WEST: Record<RoleName, Relation> = {
  ...TO_EAST,
  eastGuide: 'stranger',
  eastColleague: 'stranger',
  westGuide: 'owner',
  movedGuide: 'colleague',
  movedManager: 'colleague',
  eastManager: 'otherManager',
  westManager: 'manager',
  eastRegion: 'otherRegion',
  westRegion: 'region',
}
export const RELATIONS = { east: TO_EAST, west: TO_WEST }

export interface Ask {
  path: string
  body?: unknown
}

type Statuses = Record<Relation, number>

export interface Row {
  ask(subject: Subject, chain: Chain): Ask
  expect: Statuses
  /** Who may read words of the subject in the answer; absent: whoever is answered 200. */
  sees?: readonly Relation[]
  /** The answer to those who may see it holds the subject's word: proof that the row asks for the right thing. */
  shows?: true
}

const GUIDES = (status: number) => ({ owner: status, colleague: status, stranger: status })
const MANAGERS = (status: number) => ({ manager: status, otherManager: status, region: status, otherRegion: status })
const everybody = (status: number): Statuses => ({
  nobody: status,
  ...GUIDES(status),
  ...MANAGERS(status),
  operator: status,
})

const SIGNED_IN: Statuses = { ...everybody(200), nobody: 401 }
/** Customers and orders: the guide whose they are, the managers above, nobody beside. */
const CUSTOMER: Statuses = { ...everybody(404), nobody: 401, owner: 200, manager: 200, region: 200, operator: 200 }
const OWNER_ONLY: Statuses = { ...everybody(404), nobody: 401, owner: 200 }
/** Boards with a filter: guides have no boards, managers none of other stores. */
const FILTER: Statuses = { ...CUSTOMER, ...GUIDES(403) }
const MANAGER_LIST: Statuses = { ...SIGNED_IN, ...GUIDES(403) }
const ABOVE: readonly Relation[] = ['manager', 'region', 'operator']
const NOONE: readonly Relation[] = []

/** Pages that were not built yet say so: `npm run build:web`. */
const PAGE = existsSync(new URL('../../dist/sidebar/guide/index.html', import.meta.url)) ? 200 : 503
const PERIOD = 'from=2026-11-01&to=2026-11-30'
const customer = (subject: Subject, rest: string) => `/api/customers/${subject.externalUserId}/${rest}`
const key = (subject: Subject) => `matrix-${subject.word}`
const open = (path: string, status = 200): Row => ({ ask: () => ({ path }), expect: everybody(status), sees: NOONE })

/** Closing asks for one follow-up each: what is closed is closed. */
function followUpRow(nth: number, act: string, body: unknown, expect = OWNER_ONLY): Row {
  return { ask: ({ followUpIds }) => ({ path: `/api/follow-ups/${followUpIds[nth]}${act}`, body }), expect }
}

function leaderboard(path: string): Row {
  return { ask: ({ storeCode }) => ({ path: `${path}?${PERIOD}&store=${storeCode}` }), expect: FILTER }
}

/** Every route of the product × everybody × both sides. `METHOD path` as declared. */
export const TABLE: Record<string, Row> = {
  'GET /api/me': { ask: () => ({ path: '/api/me' }), expect: SIGNED_IN, sees: ['owner', ...ABOVE, 'colleague'] },
  'GET /api/jssdk/agent-config': {
    ask: (_, { app }) => ({ path: `/api/jssdk/agent-config?url=${encodeURIComponent(`${app.url}/sidebar/`)}` }),
    expect: SIGNED_IN,
    sees: NOONE,
  },

  'GET /api/customers/:externalUserId/panel': {
    ask: (subject) => ({ path: customer(subject, 'panel') }),
    expect: CUSTOMER,
    shows: true,
  },
  'GET /api/customers/:externalUserId/events': {
    ask: (subject) => ({ path: customer(subject, 'events') }),
    expect: CUSTOMER,
    shows: true,
  },
  'POST /api/customers/:externalUserId/notes': {
    ask: (subject) => ({
      path: customer(subject, 'notes'),
      body: { clientKey: key(subject), text: `${subject.word}又记` },
    }),
    expect: CUSTOMER,
    shows: true,
  },
  'POST /api/customers/:externalUserId/tags': {
    ask: (subject) => ({ path: customer(subject, 'tags'), body: { tagId: subject.tagId, isOn: true } }),
    expect: CUSTOMER,
  },
  'POST /api/customers/:externalUserId/claim-order': {
    ask: (subject) => ({ path: customer(subject, 'claim-order'), body: { orderNo: subject.orderNo } }),
    expect: CUSTOMER,
  },
  'POST /api/customers/:externalUserId/bind-member': {
    ask: (subject) => ({ path: customer(subject, 'bind-member'), body: { phone: subject.phone } }),
    expect: CUSTOMER,
  },

  'GET /api/groups/:chatId/panel': {
    ask: ({ chatId }) => ({ path: `/api/groups/${chatId}/panel` }),
    expect: CUSTOMER,
    shows: true,
  },
  'GET /api/orders/:source/:orderNo/credit': {
    ask: ({ orderNo }) => ({ path: `/api/orders/pos-east/${orderNo}/credit` }),
    expect: CUSTOMER,
    shows: true,
  },

  'GET /api/follow-ups': {
    ask: () => ({ path: '/api/follow-ups' }),
    expect: SIGNED_IN,
    sees: ['owner'],
  },
  'GET /api/follow-ups/:id': { ...followUpRow(0, '', undefined), shows: true },
  'POST /api/follow-ups/:id/sent': followUpRow(0, '/sent', { clientKey: 'matrix-sent', text: '您好' }),
  'POST /api/follow-ups/:id/done': followUpRow(1, '/done', {}),
  'POST /api/follow-ups/:id/snooze': followUpRow(2, '/snooze', { until: 'tomorrow_morning' }),
  'POST /api/follow-ups/:id/skip': followUpRow(3, '/skip', { reason: '已在店里聊过' }),
  'POST /api/follow-ups/:id/reopen': followUpRow(1, '/reopen', undefined),
  'POST /api/sends': {
    ask: ({ externalUserId, word }) => ({
      path: '/api/sends',
      body: { externalUserId, clientKey: `matrix-send-${word}`, text: '您好' },
    }),
    expect: OWNER_ONLY,
  },
  'GET /api/talk-tracks': {
    ask: ({ externalUserId }) => ({ path: `/api/talk-tracks?externalUserId=${externalUserId}` }),
    expect: OWNER_ONLY,
    shows: true,
  },

  'GET /api/contact-ways': {
    ask: () => ({ path: '/api/contact-ways' }),
    expect: SIGNED_IN,
    // A colleague's own QR names the store as well.
    sees: ['owner', 'colleague', ...ABOVE],
  },
  // A QR brings customers to a store: its own manager or head office makes it, not the region.
  'POST /api/contact-ways': {
    ask: ({ guideUserId, storeCode }) => ({
      path: '/api/contact-ways',
      body: { guideUserId, storeCode, campaign: 'matrix' },
    }),
    expect: { ...FILTER, region: 404 },
    shows: true,
  },

  'GET /api/boards/leaderboard': { ...leaderboard('/api/boards/leaderboard'), shows: true },
  // A guide who is not on the asker's board is nobody; the order number is in the answer of who may look.
  'GET /api/boards/entries': {
    ask: ({ guideUserId }) => ({ path: `/api/boards/entries?${PERIOD}&guide=${guideUserId}` }),
    expect: FILTER,
    shows: true,
  },
  'GET /api/exports/leaderboard.csv': { ...leaderboard('/api/exports/leaderboard.csv'), shows: true },
  'GET /api/exports/leaderboard.xlsx': leaderboard('/api/exports/leaderboard.xlsx'),
  'GET /api/boards/scope': {
    ask: () => ({ path: '/api/boards/scope' }),
    expect: MANAGER_LIST,
    sees: ABOVE,
    shows: true,
  },
  'GET /api/boards/groups': {
    ask: ({ regionCode }) => ({ path: `/api/boards/groups?${PERIOD}&region=${regionCode}` }),
    // A region is in reach when every store below it is: not for the manager of one of two.
    expect: { ...FILTER, manager: 404 },
  },

  'GET /': open('/', 302),
  'GET /sidebar/': { ask: () => ({ path: '/sidebar/' }), expect: { ...everybody(PAGE), nobody: 302 }, sees: ['owner'] },
  'GET /board/': { ask: () => ({ path: '/board/' }), expect: { ...everybody(PAGE), nobody: 302 }, sees: ['owner'] },
  'GET /assets/:file': open('/assets/no-such-file.js', 404),
  'GET /auth/wecom': open('/auth/wecom?return=/sidebar/', 302),
  'GET /auth/wecom/callback': open('/auth/wecom/callback?code=x&state=y', 403),
  'POST /auth/logout': open('/auth/logout', 204),
  'GET /WW_verify_:code.txt': open('/WW_verify_AbCdEf0123456789.txt'),
  'GET /healthz': open('/healthz'),
  'GET /readyz': open('/readyz'),
  'GET /version': open('/version'),
  'GET /metrics': open('/metrics'),
  'GET /api/openapi.json': open('/api/openapi.json'),
  'GET /docs': open('/docs'),
  'GET /docs/docs.js': open('/docs/docs.js'),
  // These know no session: only a signature opens them.
  'GET /wecom/callback': open('/wecom/callback?msg_signature=0&timestamp=1&nonce=2&echostr=x', 403),
  'POST /wecom/callback': open('/wecom/callback?msg_signature=0&timestamp=1&nonce=2', 400),
  'POST /hooks/orders': open('/hooks/orders', 401),
  'POST /hooks/refunds': open('/hooks/refunds', 401),
}
