import type { Middleware } from 'koa'
import type { Env } from '../../config/env.ts'
import type { Deps } from '../deps.ts'
import { businessDayOf } from '../domain/businessDay.ts'
import { createCallbackHandler } from '../features/callbacks/handlers.ts'
import { rulesFor } from '../features/credits/queries.ts'
import { createAuthenticate } from '../features/session/authenticate.ts'
import { createHttpApp } from '../http/app.ts'
import { collectProcessMetrics } from '../http/metrics.ts'
import type { Route } from '../http/route.ts'
import { createBullEngine } from '../jobs/bullEngine.ts'
import { createEmbeddedEngine, type EngineSettings } from '../jobs/embeddedEngine.ts'
import { createEnqueue } from '../jobs/enqueue.ts'
import { createInboxWriter } from '../jobs/inboxWriter.ts'
import { createSchedulerEngine } from '../jobs/schedulerEngine.ts'
import type { Engine } from '../jobs/types.ts'
import { createAlarm } from './alarm.ts'
import { createEmit } from './emit.ts'
import { type Floor, type FloorOptions, openFloor } from './floor.ts'
import { CALLBACK_HANDLERS, listJobs, REACTIONS, SCHEDULES } from './registry.ts'
import { buildRoutes, type RouteParts } from './routes.ts'
import { listen, type RunningServer } from './server.ts'

export const ROLES = ['web', 'worker', 'scheduler', 'all'] as const
export type Role = (typeof ROLES)[number]

export interface ProductOptions extends FloorOptions {
  role: Role
  /** Middlewares before the routes, and a last touch to the pages: the demo's, and nobody else's. */
  before?: Middleware[]
  htmlFilter?: (html: string) => string
}

export interface Product {
  deps: Deps
  engine: Engine
  /** Every declared route: the API page and the matrix of rights read it. */
  routes: Route[]
  /** 0 until it listens, and for roles that do not. */
  readonly port: number
  start(): Promise<void>
  stop(graceMs: number): Promise<void>
}

/** The deps of every command, for the shell: no server, no engine. Stored jobs run in the product's own processes. */
export async function openDeps(env: Env, options: FloorOptions = {}): Promise<{ deps: Deps; close(): Promise<void> }> {
  const floor = await openFloor(env, options)
  return { deps: buildDeps(floor), close: () => floor.close() }
}

/** Everything of one role, built and connected but not started. */
export async function openProduct(env: Env, options: ProductOptions): Promise<Product> {
  const floor = await openFloor(env, options)
  const wakeSoon = createAlarm()
  const deps = buildDeps(floor, wakeSoon.ring)
  const engine = buildEngine(floor, deps, options.role)
  wakeSoon.wakes(engine)
  return assemble(floor, deps, engine, options)
}

function buildDeps(floor: Floor, onStored: () => void = () => undefined): Deps {
  const store = createEnqueue<Deps>(listJobs(floor.followUpContent, floor.vendors), floor.clock)
  const enqueue: Deps['enqueue'] = async (tx, job) => {
    await store(tx, job)
    onStored()
  }
  return { ...floor, enqueue, emit: createEmit(REACTIONS, enqueue) }
}

/** Embedded: everything in this process. With Redis, who is woken is shared; both run the same rows. */
function buildEngine(floor: Floor, deps: Deps, role: Role): Engine {
  const settings: EngineSettings<Deps> = {
    db: floor.db,
    clock: floor.clock,
    log: floor.log,
    deps,
    definitions: listJobs(floor.followUpContent, floor.vendors),
    schedules: SCHEDULES,
    inboxHandler: createCallbackHandler(...CALLBACK_HANDLERS),
    enqueue: deps.enqueue,
    crashPoint: floor.crashPoint,
  }
  if (role === 'scheduler') return createSchedulerEngine(settings)
  const { REDIS_URL } = floor.env
  if (REDIS_URL)
    return createBullEngine({ ...settings, redisUrl: REDIS_URL, prefix: floor.redisPrefix, works: role !== 'web' })
  return role === 'web' ? IDLE : createEmbeddedEngine(settings)
}

/** A web process without Redis only stores; workers find the rows at their next look. */
const IDLE: Engine = { start: async () => undefined, stop: async () => undefined, wake: () => undefined }

function assemble(floor: Floor, deps: Deps, engine: Engine, options: ProductOptions): Product {
  const servesHttp = options.role === 'web' || options.role === 'all'
  const state: { server?: RunningServer; isStopping: boolean } = { isStopping: false }
  const onStored = () => engine.wake()
  const writer = createInboxWriter({ db: floor.db, clock: floor.clock, crashPoint: floor.crashPoint, onStored })
  const authenticate = createAuthenticate(deps)
  const isStopping = () => state.isStopping
  const routes = buildRoutes(floor, deps, { engine, writer, authenticate, isStopping, htmlFilter: options.htmlFilter })
  return {
    deps,
    engine,
    routes,
    get port() {
      return state.server?.port ?? 0
    },
    async start() {
      collectProcessMetrics()
      sayRules(floor)
      followClock(floor)
      await engine.start()
      if (!servesHttp) return
      const app = buildHttp(floor, routes, authenticate, options.before)
      state.server = await listen(app, floor.env.HOST, floor.env.PORT)
    },
    async stop(graceMs) {
      state.isStopping = true
      await state.server?.stop(graceMs)
      await engine.stop(graceMs)
      await writer.close()
      await floor.close()
    },
  }
}

/** By which version of the rules sales are credited today, for whoever reads the log of a start. */
function sayRules({ log, clock, rules }: Floor): void {
  const { version, title } = rulesFor(businessDayOf(clock.nowMs()), rules.attribution)
  log.info({ version, title }, 'rules of credit in force')
}

const CLOCK_LOOK_MS = 500

/** Another process may have moved the clock. Only a workbench has one that moves. */
function followClock({ travel, log }: Floor): void {
  if (!travel) return
  setInterval(() => travel.refresh().catch((error) => log.debug({ err: error }, 'clock')), CLOCK_LOOK_MS).unref()
}

function buildHttp(floor: Floor, routes: Route[], authenticate: RouteParts['authenticate'], before: Middleware[] = []) {
  return createHttpApp({
    routes,
    log: floor.log,
    authenticate,
    sessionSecret: floor.env.SESSION_SECRET,
    isHttps: floor.publicOrigin.startsWith('https:'),
    publicOrigin: floor.publicOrigin,
    before,
  })
}
