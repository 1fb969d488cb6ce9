import { randomUUID } from 'node:crypto'
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
const NO_SUCH: Statuses = { ...everybody(404), ...GUIDES(403), nobody: 401 }
const OPERATOR: Statuses = { ...everybody(403), nobody: 401, operator: 200 }
const OPERATOR_NO_SUCH: Statuses = { ...OPERATOR, operator: 404 }
const ABOVE: readonly Relation[] = ['manager', 'region', 'operator']
const ALL_MANAGERS: readonly Relation[] = [...ABOVE, 'otherManager', 'otherRegion']
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

/** The plan is the chain's and names nobody; what managers see of their own stores is tested with the feature. */
function campaignRows(): Record<string, Row> {
  const span = { fromDay: '2027-06-01', toDay: '2027-06-18' }
  const plan = () => ({
    ...{ name: randomUUID(), ...span, phases: [{ phase: 'sprint', ...span, filter: {}, purposes: {}, targetFen: 0 }] },
  })
  const choice = { growth: {}, pricePercent: 100, corrections: {} }
  const gone = (act: string, body: unknown): Row => ({
    ask: () => ({ path: `/api/campaigns/999999${act}`, body }),
    expect: OPERATOR_NO_SUCH,
  })
  const noSuch = (act: string): Row => ({ ask: () => ({ path: `/api/campaigns/999999${act}` }), expect: NO_SUCH })
  return {
    'GET /api/campaigns': { ask: () => ({ path: '/api/campaigns' }), expect: MANAGER_LIST, sees: NOONE },
    'POST /api/campaigns': { ask: () => ({ path: '/api/campaigns', body: plan() }), expect: OPERATOR, sees: NOONE },
    'POST /api/campaign-forecasts': {
      ask: () => ({ path: '/api/campaign-forecasts', body: { ...span, choice } }),
      expect: OPERATOR,
      sees: NOONE,
    },
    'GET /api/campaigns/:id': noSuch(''),
    'GET /api/campaigns/:id/progress': noSuch('/progress'),
    'GET /api/campaigns/:id/review': noSuch('/review'),
    'POST /api/campaigns/:id': { ...gone('', undefined), ask: () => ({ path: '/api/campaigns/999999', body: plan() }) },
    'POST /api/campaigns/:id/start': gone('/start', {}),
    'POST /api/campaigns/:id/end': gone('/end', {}),
    'POST /api/campaigns/:id/nurture': gone('/nurture', {}),
  }
}

/** Rules of credit are the head office's; a run that does not exist is asked for. */
function dryRunRows(): Record<string, Row> {
  const asked = { clientKey: 'matrix-0001', rules: 'version: 1', from: '2026-11-01', to: '2026-11-02' }
  const run = (rest: string): Row => ({
    ask: () => ({ path: `/api/dry-runs/999999${rest}` }),
    expect: OPERATOR_NO_SUCH,
  })
  const file = (kind: string): Row => ({
    ask: () => ({ path: `/api/exports/dry-run.${kind}?id=999999&of=orders` }),
    expect: OPERATOR_NO_SUCH,
  })
  return {
    'GET /api/dry-runs': { ask: () => ({ path: '/api/dry-runs' }), expect: OPERATOR, sees: NOONE },
    'GET /api/dry-runs/in-force': { ask: () => ({ path: '/api/dry-runs/in-force' }), expect: OPERATOR, sees: NOONE },
    'POST /api/dry-runs': {
      ask: () => ({ path: '/api/dry-runs', body: asked }),
      expect: { ...OPERATOR, operator: 422 },
    },
    'POST /api/dry-runs/check': {
      ask: () => ({ path: '/api/dry-runs/check', body: { rules: 'version: 1' } }),
      expect: OPERATOR,
      sees: NOONE,
    },
    'GET /api/dry-runs/:id': run(''),
    'GET /api/dry-runs/:id/sums': run('/sums'),
    'GET /api/dry-runs/:id/orders': run('/orders?region=EAST&store=SH001&account=pool'),
    'GET /api/dry-runs/:id/orders/:orderId': run('/orders/1'),
    'GET /api/exports/dry-run.csv': file('csv'),
    'GET /api/exports/dry-run.xlsx': file('xlsx'),
  }
}

function liveRows(): Record<string, Row> {
  const live = { name: '新茶品鉴', startedAtMs: Date.parse('2027-06-01T19:00:00+08:00') }
  const gone = (act: string, body: unknown): Row => ({
    ask: () => ({ path: `/api/live-sessions/999999${act}`, body }),
    expect: OPERATOR_NO_SUCH,
  })
  return {
    'GET /api/live-sessions': { ask: () => ({ path: '/api/live-sessions' }), expect: MANAGER_LIST, sees: NOONE },
    'POST /api/live-sessions': {
      ask: () => ({ path: '/api/live-sessions', body: live }),
      expect: OPERATOR,
      sees: NOONE,
    },
    'GET /api/live-sessions/:id': { ask: () => ({ path: '/api/live-sessions/999999' }), expect: NO_SUCH },
    'POST /api/live-sessions/:id': gone('', live),
    'POST /api/live-sessions/:id/viewers': gone('/viewers', { viewers: [{ externalUserId: 'wm1' }] }),
    'POST /api/live-sessions/:id/call': gone('/call', {}),
  }
}

/** Objections and corrections of one order are told with it; who settles and decides them is tested with the feature. */
function creditCaseRows(): Record<string, Row> {
  const ofOrder = ({ orderNo }: Subject, rest: string) => `/api/orders/pos-east/${orderNo}/${rest}`
  const no = { outcome: 'rejected' }
  return {
    'POST /api/orders/:source/:orderNo/objections': {
      ask: (subject) => ({ path: ofOrder(subject, 'objections'), body: { clientKey: key(subject) } }),
      expect: { ...CUSTOMER, region: 403, operator: 403 },
    },
    'GET /api/orders/:source/:orderNo/credit/choices': {
      ask: (subject) => ({ path: ofOrder(subject, 'credit/choices') }),
      expect: FILTER,
      shows: true,
    },
    'POST /api/orders/:source/:orderNo/corrections': {
      ask: (subject) => ({
        path: ofOrder(subject, 'corrections'),
        body: { clientKey: key(subject), reason: '算错了', to: [{ storeCode: subject.storeCode, parts: 1 }] },
      }),
      expect: OPERATOR,
      shows: true,
    },
    // Whoever asked above has an objection of their own on record.
    'GET /api/credit-objections': {
      ask: () => ({ path: '/api/credit-objections?state=all' }),
      expect: SIGNED_IN,
      sees: ['owner', ...ABOVE],
    },
    'POST /api/credit-objections/:id/settle': {
      ask: () => ({ path: '/api/credit-objections/999999/settle', body: { ...no, answer: '已核对' } }),
      expect: NO_SUCH,
    },
    'GET /api/credit-orders': {
      ask: ({ orderNo }) => ({ path: `/api/credit-orders?orderNo=${orderNo}` }),
      expect: SIGNED_IN,
      sees: ['owner', ...ABOVE],
      shows: true,
    },
    'GET /api/credit-corrections': { ask: () => ({ path: '/api/credit-corrections?state=decided' }), expect: OPERATOR },
    'POST /api/credit-corrections/:id/decide': {
      ask: () => ({ path: '/api/credit-corrections/999999/decide', body: { ...no, note: '依据不够' } }),
      expect: OPERATOR_NO_SUCH,
    },
  }
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
  'POST /api/follow-ups/:id/answers': {
    ask: ({ asked: { followUpId, ...tapped } }) => ({ path: `/api/follow-ups/${followUpId}/answers`, body: tapped }),
    expect: OWNER_ONLY,
    shows: true,
  },
  'GET /api/follow-ups/:id/tracks': { ...followUpRow(0, '/tracks', undefined), shows: true },
  'GET /api/customers/:externalUserId/calendar': {
    ask: (subject) => ({ path: customer(subject, 'calendar') }),
    expect: CUSTOMER,
    shows: true,
  },
  'POST /api/customers/:externalUserId/mute': {
    ask: (subject) => ({ path: customer(subject, 'mute'), body: { until: 'off' } }),
    expect: CUSTOMER,
  },
  'POST /api/customers/:externalUserId/visits': {
    ask: (subject) => ({ path: customer(subject, 'visits') }),
    expect: CUSTOMER,
  },
  'GET /api/customers/:externalUserId/referral': {
    ask: (subject) => ({ path: customer(subject, 'referral') }),
    expect: CUSTOMER,
  },
  // These customers are not loyal yet: told so to whoever may see them.
  'POST /api/customers/:externalUserId/referral-code': {
    ask: (subject) => ({ path: customer(subject, 'referral-code') }),
    expect: { ...CUSTOMER, owner: 422, manager: 422, region: 422, operator: 422 },
  },
  'GET /api/days-off': { ask: () => ({ path: '/api/days-off' }), expect: SIGNED_IN, sees: NOONE },
  'POST /api/days-off': {
    ask: ({ guideUserId }) => ({ path: '/api/days-off', body: { day: '2027-01-01', isOff: true, guideUserId } }),
    expect: CUSTOMER,
  },
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

  'GET /api/intake-exceptions': { ask: () => ({ path: '/api/intake-exceptions' }), expect: OPERATOR },
  'GET /api/import-runs': { ask: () => ({ path: '/api/import-runs' }), expect: OPERATOR },
  'POST /api/intake-exceptions/:id/settle': {
    ask: () => ({ path: '/api/intake-exceptions/999999/settle', body: {} }),
    expect: OPERATOR_NO_SUCH,
  },
  'POST /api/intake-exceptions/:id/rerun': {
    ask: () => ({ path: '/api/intake-exceptions/999999/rerun', body: {} }),
    expect: OPERATOR_NO_SUCH,
  },

  'GET /api/talk-tracks/library': { ask: () => ({ path: '/api/talk-tracks/library' }), expect: OPERATOR },

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

  'GET /api/cycles': { ask: () => ({ path: '/api/cycles' }), expect: OPERATOR, sees: NOONE },
  'POST /api/cycles': {
    ask: () => ({ path: '/api/cycles', body: { kind: 'product', subject: 'P1', useUpDays: 50 } }),
    expect: OPERATOR,
    sees: NOONE,
  },

  'GET /api/health': { ask: () => ({ path: '/api/health' }), expect: OPERATOR, sees: NOONE },
  'GET /api/ledger': { ask: () => ({ path: '/api/ledger' }), expect: OPERATOR, sees: NOONE },
  'POST /api/ledger/proofs': {
    ask: () => ({ path: '/api/ledger/proofs', body: {} }),
    expect: OPERATOR,
    sees: NOONE,
  },
  // From before there was anything to book: closed for good.
  'POST /api/ledger/months/:month/close': {
    ask: () => ({ path: '/api/ledger/months/1999-11/close', body: {} }),
    expect: { ...OPERATOR, operator: 409 },
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
  'GET /api/statements': {
    ask: ({ storeCode }) => ({ path: `/api/statements?month=2026-11&store=${storeCode}` }),
    expect: FILTER,
    shows: true,
  },
  'GET /api/statements/mine': {
    ask: () => ({ path: '/api/statements/mine?month=2026-11' }),
    expect: SIGNED_IN,
    sees: ['owner'],
    shows: true,
  },
  'GET /api/statements/entries': {
    ask: ({ guideUserId }) => ({ path: `/api/statements/entries?month=2026-11&guide=${guideUserId}&figure=movedFen` }),
    expect: CUSTOMER,
    shows: true,
  },
  'GET /api/exports/statements.csv': {
    ask: ({ storeCode }) => ({ path: `/api/exports/statements.csv?month=2026-11&store=${storeCode}` }),
    expect: FILTER,
    shows: true,
  },
  'GET /api/exports/statements.xlsx': {
    ask: ({ storeCode }) => ({ path: `/api/exports/statements.xlsx?month=2026-11&store=${storeCode}` }),
    expect: FILTER,
  },
  'GET /api/boards/scope': {
    ask: () => ({ path: '/api/boards/scope' }),
    expect: MANAGER_LIST,
    sees: ABOVE,
    shows: true,
  },
  // Figures of the guides who work there; rows are tested with the feature.
  'GET /api/boards/follow-ups': {
    ask: ({ storeCode }) => ({ path: `/api/boards/follow-ups?store=${storeCode}` }),
    expect: FILTER,
  },
  'GET /api/boards/referrals': {
    ask: ({ storeCode }) => ({ path: `/api/boards/referrals?store=${storeCode}` }),
    expect: FILTER,
  },
  'GET /api/boards/groups': {
    ask: ({ regionCode }) => ({ path: `/api/boards/groups?${PERIOD}&region=${regionCode}` }),
    // A region is in reach when every store below it is: not for the manager of one of two.
    expect: { ...FILTER, manager: 404 },
  },

  'GET /api/complaints': {
    ask: () => ({ path: '/api/complaints' }),
    expect: SIGNED_IN,
    sees: ['owner', ...ABOVE],
    shows: true,
  },
  // The rows above ask for follow-ups of this customer: a complaint stops them.
  'POST /api/customers/:externalUserId/complaints': {
    ask: (subject) => ({
      path: customer(subject, 'complaints'),
      body: { clientKey: key(subject), kind: 'quality', body: `${subject.word}有异味` },
    }),
    expect: CUSTOMER,
    shows: true,
  },
  'POST /api/complaints/:id/close': {
    ask: ({ complaintId }) => ({ path: `/api/complaints/${complaintId}/close`, body: { outcome: '已换新' } }),
    expect: CUSTOMER,
    shows: true,
  },

  'GET /api/talk-tracks/ranking': {
    ask: () => ({ path: `/api/talk-tracks/ranking?${PERIOD}` }),
    expect: MANAGER_LIST,
    sees: NOONE,
  },
  // What a guide said holds the customer's name: only managers of the guide's store read it.
  'GET /api/talk-tracks/sends': {
    ask: () => ({ path: `/api/talk-tracks/sends?${PERIOD}&level=skilled` }),
    expect: MANAGER_LIST,
    sees: ABOVE,
  },
  'POST /api/talk-track-offers': {
    ask: (subject) => ({
      path: '/api/talk-track-offers',
      body: {
        ...{ clientKey: key(subject), externalUserId: subject.externalUserId, title: '我的说法' },
        text: `${subject.word}这边等您来坐坐`,
      },
    }),
    expect: OWNER_ONLY,
    shows: true,
  },
  'GET /api/talk-track-offers': {
    ask: () => ({ path: '/api/talk-track-offers' }),
    expect: SIGNED_IN,
    sees: ['owner', 'operator'],
    shows: true,
  },
  'POST /api/talk-track-offers/:id/accept': {
    ask: () => ({ path: '/api/talk-track-offers/999999/accept', body: {} }),
    expect: OPERATOR_NO_SUCH,
  },
  'POST /api/talk-track-offers/:id/decline': {
    ask: () => ({ path: '/api/talk-track-offers/999999/decline', body: { note: '重复了' } }),
    expect: OPERATOR_NO_SUCH,
  },

  // Tags and tiers are the whole corp's: every manager may choose from them.
  'GET /api/segments/choices': {
    ask: () => ({ path: '/api/segments/choices' }),
    expect: MANAGER_LIST,
    sees: ALL_MANAGERS,
    shows: true,
  },
  'POST /api/segments/count': {
    ask: ({ storeCode }) => ({ path: '/api/segments/count', body: { filter: { storeCodes: [storeCode] } } }),
    expect: MANAGER_LIST,
    sees: NOONE,
  },
  'POST /api/segments/preview': {
    ask: ({ storeCode }) => ({ path: '/api/segments/preview', body: { filter: { storeCodes: [storeCode] } } }),
    expect: MANAGER_LIST,
    sees: ABOVE,
    shows: true,
  },
  'GET /api/segments': { ask: () => ({ path: '/api/segments' }), expect: MANAGER_LIST, sees: NOONE },
  'POST /api/segments': {
    ask: () => ({ path: '/api/segments', body: { name: '很久没来', filter: { daysSinceVisitMin: 60 } } }),
    expect: OPERATOR,
    sees: NOONE,
  },
  'POST /api/segments/:id/remove': {
    ask: () => ({ path: '/api/segments/999999/remove', body: {} }),
    expect: OPERATOR,
    sees: NOONE,
  },
  'POST /api/segments/runs': {
    ask: ({ storeCode, tagId }) => ({
      path: '/api/segments/runs',
      body: {
        clientKey: randomUUID(),
        name: '打标签',
        filter: { storeCodes: [storeCode] },
        action: { kind: 'tag', tagId },
      },
    }),
    expect: FILTER,
    sees: NOONE,
  },
  'GET /api/segments/runs': { ask: () => ({ path: '/api/segments/runs' }), expect: MANAGER_LIST, sees: NOONE },

  'POST /api/mass-sends/check': {
    ask: ({ storeCode }) => ({
      path: '/api/mass-sends/check',
      body: { filter: { storeCodes: [storeCode] }, text: '您好' },
    }),
    expect: MANAGER_LIST,
    sees: NOONE,
  },
  'POST /api/mass-sends': {
    ask: ({ storeCode }) => ({
      path: '/api/mass-sends',
      body: { clientKey: randomUUID(), name: '上新', filter: { storeCodes: [storeCode] }, text: '您好' },
    }),
    expect: FILTER,
    sees: NOONE,
  },
  'GET /api/mass-sends': { ask: () => ({ path: '/api/mass-sends' }), expect: MANAGER_LIST, sees: NOONE },
  // A mass send is its maker's and the operators': this one does not exist.
  'GET /api/mass-sends/:id': { ask: () => ({ path: '/api/mass-sends/999999' }), expect: NO_SUCH },
  'POST /api/mass-sends/:id/cancel': {
    ask: () => ({ path: '/api/mass-sends/999999/cancel', body: {} }),
    expect: NO_SUCH,
  },

  ...creditCaseRows(),
  ...campaignRows(),
  ...dryRunRows(),
  ...liveRows(),

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
  'POST /hooks/youzan': open('/hooks/youzan', 404),
  'POST /hooks/weimob': open('/hooks/weimob', 404),
  'POST /hooks/weixin-shop': open('/hooks/weixin-shop', 404),
  'GET /hooks/weixin-shop': open('/hooks/weixin-shop', 404),
}
