import { z } from 'zod'
import { BOARD_ENTRIES, BOARD_SCOPE, LATE_BOARD, LEADERBOARD } from '../../app/features/boards/contract.ts'
import {
  BIND_INPUT,
  CUSTOMER_PANEL,
  type CustomerPanel,
  IDENTIFIED_ANSWER,
  NOTE_INPUT,
  NOTES_ANSWER,
  TAG_INPUT,
  TAGS_ANSWER,
} from '../../app/features/customers/contract.ts'
import {
  DONE_REPORT,
  FOLLOW_UP,
  FOLLOW_UP_CHANGED,
  type FollowUpView,
  MY_FOLLOW_UPS,
  SENT_REPORT,
  SKIP_REPORT,
  SNOOZE_REPORT,
  TALK_TRACK_ROW,
} from '../../app/features/followUps/contract.ts'
import { GROUP_BOARD, GROUP_PANEL } from '../../app/features/groups/contract.ts'
import { LIBRARY } from '../../app/features/talkTracks/contract.ts'
import { AppError } from '../../app/http/errors.ts'
import { type Route, route } from '../../app/http/route.ts'
import { boardEntries, GROUP_DAYS, leaderboard, SCOPE } from './boardFixtures.ts'
import { campaignRoutes } from './campaignFixtures.ts'
import { CARE_PANELS, careRoutes, DIFFICULTIES } from './careFixtures.ts'
import { creditCaseRoutes } from './creditCasesFixture.ts'
import { cycleRoutes } from './cyclesFixture.ts'
import { dryRunRoutes } from './dryRunFixture.ts'
import { exceptionFixtureRoutes } from './exceptionsFixture.ts'
import { ask, get, type Posted, recorder } from './fixtureParts.ts'
import { customerPanel, followUp, GROUP, MEMBERS, MY_LIST, NOW_MS, PANELS, TRACKS } from './fixtures.ts'
import { lateBoard } from './lateFixture.ts'
import { ledgerRoutes } from './ledgerFixture.ts'
import { libraryAsShipped } from './libraryFixture.ts'
import { referralRoutes } from './referralFixture.ts'
import { segmentRoutes } from './segmentFixtures.ts'
import { statementRoutes } from './statementsFixture.ts'
import { trackResultRoutes } from './trackResultsFixture.ts'

const ID = z.object({ id: z.coerce.number() })
const CUSTOMER = z.object({ id: z.string() })
const ANY = z.record(z.string(), z.string())
const BODY = z.record(z.string(), z.unknown())

/** The API as the contracts say, answering from fixtures: every answer is checked by the product's own schemas. */
export function fixtureRoutes(posted: Posted[]): Route[] {
  return [
    ...customerRoutes(posted),
    ...creditCaseRoutes(posted),
    ...followUpRoutes(posted),
    ...careRoutes(posted),
    ...boardRoutes(),
    libraryRoute(),
    ...cycleRoutes(posted),
    ...exceptionFixtureRoutes(posted),
    ...ledgerRoutes(posted),
    ...campaignRoutes(posted),
    ...segmentRoutes(posted),
    ...dryRunRoutes(posted),
    ...statementRoutes(),
    ...trackResultRoutes(posted),
    ...referralRoutes(posted),
  ]
}

function panelOf(id: string): CustomerPanel {
  const panel = PANELS[id] ?? CARE_PANELS[id]
  if (!panel) throw new AppError('NOT_FOUND')
  return panel
}

function customerRoutes(posted: Posted[]): Route[] {
  const post = recorder(posted)
  const note = { id: 1, authorName: '林晓', isMine: true, atMs: NOW_MS }
  return [
    get('/api/customers/:id/panel', CUSTOMER, CUSTOMER_PANEL, ({ id }) => panelOf(id)),
    get('/api/groups/:id/panel', CUSTOMER, GROUP_PANEL, () => GROUP),
    post('/api/customers/:id/tags', TAGS_ANSWER, () => ({ tags: customerPanel().tags }), TAG_INPUT),
    post(
      '/api/customers/:id/notes',
      NOTES_ANSWER,
      (body) => ({
        notes: [{ ...note, text: String(body.text), isShared: body.isShared === true }],
      }),
      NOTE_INPUT,
    ),
    post(
      '/api/customers/:id/bind-member',
      IDENTIFIED_ANSWER,
      ({ memberNo }) => ({
        memberState: memberNo ? 'bound' : 'several',
        memberCandidates: memberNo ? [] : MEMBERS,
      }),
      BIND_INPUT,
    ),
    post('/api/sends', z.object({ isRecorded: z.literal(true) }), () => ({ isRecorded: true as const })),
  ]
}

function followUpRoutes(posted: Posted[]): Route[] {
  const post = recorder(posted)
  const change = (name: string, state: FollowUpView['state'], accepts: z.ZodType) =>
    post(
      `/api/follow-ups/:id/${name}`,
      FOLLOW_UP_CHANGED,
      (_body, id) => ({
        followUp: followUp({ id: Number(id), state, asks: state === 'done' ? [DIFFICULTIES] : [] }),
        next: null,
      }),
      accepts,
    )
  return [
    ask('/api/follow-ups', 'guide', MY_FOLLOW_UPS, () => MY_LIST),
    get('/api/follow-ups/:id', ID, FOLLOW_UP, ({ id }) => followUp({ id, state: id === 99 ? 'done' : 'due' })),
    change('sent', 'done', SENT_REPORT),
    change('done', 'done', DONE_REPORT),
    change('snooze', 'planned', SNOOZE_REPORT),
    change('skip', 'skipped', SKIP_REPORT),
    change('reopen', 'due', BODY),
    ask('/api/talk-tracks', 'guide', z.object({ rows: z.array(TALK_TRACK_ROW) }), ({ q = '' }) => ({
      rows: TRACKS.filter((row) => `${row.title}${row.text}`.includes(q)),
    })),
  ]
}

function boardRoutes(): Route[] {
  return [
    ask('/api/boards/scope', 'manager', BOARD_SCOPE, () => SCOPE),
    ask('/api/boards/leaderboard', 'manager', LEADERBOARD, leaderboard),
    ask('/api/boards/entries', 'manager', BOARD_ENTRIES, boardEntries),
    ask('/api/boards/follow-ups', 'manager', LATE_BOARD, lateBoard),
    ask('/api/boards/groups', 'manager', GROUP_BOARD, () => GROUP_DAYS),
  ]
}

function libraryRoute(): Route {
  return route({
    method: 'get',
    path: '/api/talk-tracks/library',
    access: 'operator',
    summary: 'fixture',
    query: ANY,
    answer: LIBRARY,
    handle: async ({ query }) => libraryAsShipped(query.q ?? ''),
  })
}
