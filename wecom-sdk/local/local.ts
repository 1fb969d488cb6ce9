import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCallbackCipher } from '../src/callback/crypto.ts'
import type { Fault } from './api/faults.ts'
import { createApiServer, type LoggedCall } from './api/server.ts'
import { endpointTable } from './api/table.ts'
import { createTokens } from './api/tokens.ts'
import { createBridge } from './bridgeSessions.ts'
import { type BadResult, buildBadTraffic, type NegativeVector, sendBadTraffic } from './callbacks/badTraffic.ts'
import { type CallbackTarget, createDelivery, type DeliveryControl } from './callbacks/delivery.ts'
import { type PostResult, postCallback } from './callbacks/post.ts'
import { type Verification, verifyCallbackUrl } from './callbacks/verifyUrl.ts'
import { createClock, type LocalClock } from './clock.ts'
import { SceneError } from './errors.ts'
import { createIds } from './ids.ts'
import { createRemote } from './remote.ts'
import { createRequestListener } from './route.ts'
import { createScenes, type Scenes } from './scenes/all.ts'
import { defaultSettings, type Settings } from './settings.ts'
import { createState, type State } from './state.ts'
import type { LocalApp, Permissions, World } from './world.ts'

export interface CallbackSettings {
  url: string
  token: string
  encodingAesKey: string
}

export interface LocalOptions {
  /** 0 or absent: any free port. */
  port?: number
  corpId: string
  agentId: string | number
  secret: string
  /** Further apps of the corp, for what one app may not do to another's things. */
  otherApps?: LocalApp[]
  callback?: CallbackSettings
  /** Hosts (with port) OAuth may redirect to. */
  trustedHosts?: string[]
  /** Start of its clock, unix milliseconds; absent: now. */
  nowMs?: number
  /** Whether the clock runs by itself. Default: it stands still when `nowMs` is given, else it runs. */
  ticking?: boolean
  settings?: Partial<Settings>
  /** Ids are made from this; the same seed gives the same ids. */
  seed?: string
}

export interface LocalWeCom extends Scenes {
  baseUrl: string
  clock: LocalClock
  settings: Settings
  permissions: Permissions
  state: State
  trustedHosts: string[]
  delivery: DeliveryControl
  bridge: ReturnType<typeof createBridge>
  setCallback(settings: CallbackSettings | undefined): void
  verifyCallbackUrl(): Promise<Verification>
  /** POSTs anything at all to the callback address. */
  sendRaw(body: string, query: Record<string, string>): Promise<PostResult>
  /** Every kind of hostile request, plus the given vectors; the list says which were answered wrongly. */
  sendBadTraffic(vectors?: NegativeVector[]): Promise<BadResult[]>
  fault(fault: Fault): void
  clearFaults(): void
  revokeToken(): void
  calls(api?: string): LoggedCall[]
  close(): Promise<void>
}

/** Starts a local WeCom and resolves once it listens on 127.0.0.1. */
export async function startLocalWeCom(options: LocalOptions): Promise<LocalWeCom> {
  let callback: (CallbackTarget & { keys: CallbackSettings }) | undefined
  const world = createWorld(options, () => callback !== undefined)
  const delivery = createDelivery(world, () => callback)
  world.emit = delivery.emit
  const tokens = createTokens(world)
  const api = createApiServer(world, tokens, endpointTable(tokens))
  const setCallback = (settings: CallbackSettings | undefined): void => {
    callback = settings && { url: settings.url, keys: settings, cipher: cipherOf(world, settings) }
  }
  const receiver = () => {
    if (!callback) throw new SceneError('no callback address is set')
    return callback
  }
  setCallback(options.callback)

  const local: LocalWeCom = {
    ...createScenes(world),
    baseUrl: '',
    clock: world.clock,
    settings: world.settings,
    permissions: world.permissions,
    state: world.state,
    trustedHosts: world.trustedHosts,
    delivery,
    bridge: createBridge({ world, tokens }),
    setCallback,
    verifyCallbackUrl: () => verifyCallbackUrl(world, receiver()),
    sendRaw: (body, query) => postCallback(receiver().url, query, body, world.settings.callbackTimeoutMs),
    sendBadTraffic: (vectors) => {
      const { url, keys } = receiver()
      return sendBadTraffic(world, url, buildBadTraffic(world, { ...keys, receiveId: world.corpId }, vectors))
    },
    fault: api.faults.add,
    clearFaults: api.faults.clear,
    revokeToken: tokens.revoke,
    calls: (name) => (name === undefined ? api.calls : api.calls.filter((call) => call.api === name)),
    close: () => stop(server, world, delivery),
  }
  const server = createServer(createRequestListener(world, api, createRemote(local)))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  local.baseUrl = world.baseUrl
  return local
}

function createWorld(options: LocalOptions, hasCallback: () => boolean): World {
  const agentId = String(options.agentId)
  const { corpId, secret, nowMs, ticking, seed = 'local', settings = {}, otherApps = [], trustedHosts = [] } = options
  return {
    corpId,
    agentId,
    apps: [{ agentId, secret }, ...otherApps],
    trustedHosts: [...trustedHosts],
    settings: { ...defaultSettings, ...settings },
    permissions: { ipTrusted: true, contactApi: true, payApi: true, appActive: true },
    clock: createClock({ startMs: nowMs ?? Date.now(), ticking: ticking ?? nowMs === undefined }),
    ids: createIds(seed),
    state: createState(),
    baseUrl: '',
    hasCallback,
    emit: () => {},
  }
}

function cipherOf(world: World, { token, encodingAesKey }: CallbackSettings) {
  return createCallbackCipher({ token, encodingAesKey, receiveId: world.corpId })
}

async function stop(server: Server, world: World, delivery: DeliveryControl): Promise<void> {
  world.clock.stop()
  delivery.stop()
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
