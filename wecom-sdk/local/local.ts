import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Fault } from './api/faults.ts'
import { createApiServer, type LoggedCall } from './api/server.ts'
import { endpointTable } from './api/table.ts'
import { createTokens } from './api/tokens.ts'
import { createBridge } from './bridgeSessions.ts'
import { createDelivery, type DeliveryControl } from './callbacks/delivery.ts'
import { type CallbackSettings, createReceiverSide, type ReceiverSide } from './callbacks/receiver.ts'
import { createClock, type LocalClock } from './clock.ts'
import { createIds } from './ids.ts'
import { createRemote } from './remote.ts'
import { createRequestListener } from './route.ts'
import { createScenes, type Scenes } from './scenes/all.ts'
import { defaultSettings, type Settings } from './settings.ts'
import { createState, type State } from './state.ts'
import type { LocalApp, Permissions, World } from './world.ts'

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
  /** Where pages reach its QR pictures, when they may only show what is of their own origin. */
  qrBase?: string
  /** Start of its clock, unix milliseconds; absent: now. */
  nowMs?: number
  /** Whether the clock runs by itself. Default: it stands still when `nowMs` is given, else it runs. */
  ticking?: boolean
  settings?: Partial<Settings>
  /** Ids are made from this; the same seed gives the same ids. */
  seed?: string
}

export interface LocalWeCom extends Scenes, Omit<ReceiverSide, 'target'> {
  baseUrl: string
  clock: LocalClock
  settings: Settings
  permissions: Permissions
  state: State
  trustedHosts: string[]
  delivery: DeliveryControl
  bridge: ReturnType<typeof createBridge>
  fault(fault: Fault): void
  clearFaults(): void
  revokeToken(): void
  calls(api?: string): LoggedCall[]
  close(): Promise<void>
}

/** Starts a local WeCom and resolves once it listens on 127.0.0.1. */
export async function startLocalWeCom(options: LocalOptions): Promise<LocalWeCom> {
  const receiver: ReceiverSide = createReceiverSide(() => world)
  const world = createWorld(options, () => receiver.target() !== undefined)
  receiver.setCallback(options.callback)
  const delivery = createDelivery(world, receiver.target)
  world.emit = delivery.emit
  const tokens = createTokens(world)
  const api = createApiServer(world, tokens, endpointTable(tokens))

  const { clock, settings, permissions, state, trustedHosts } = world
  const { setCallback, verifyCallbackUrl, sendRaw, sendBadTraffic } = receiver
  const local: LocalWeCom = {
    ...createScenes(world),
    ...{ clock, settings, permissions, state, trustedHosts, delivery },
    ...{ setCallback, verifyCallbackUrl, sendRaw, sendBadTraffic },
    baseUrl: '',
    bridge: createBridge({ world, tokens }),
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
    qrBase: options.qrBase ?? '',
    hasCallback,
    emit: () => {},
  }
}

async function stop(server: Server, world: World, delivery: DeliveryControl): Promise<void> {
  world.clock.stop()
  delivery.stop()
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
