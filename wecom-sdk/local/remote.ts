import { z } from 'zod'
import { SceneError } from './errors.ts'
import type { LocalWeCom } from './local.ts'

export interface RemoteAnswer {
  status: number
  body: unknown
}

/** The same acts over HTTP: `POST /_local/<name>` with the input as JSON. For the demo page and other processes. */
export interface Remote {
  play(name: string, input: unknown): Promise<RemoteAnswer>
  /** Whether it only looks, so that GET will do. */
  isReading(name: string): boolean
}

type RemoteAct = (input: unknown) => unknown

const instant = z.object({ ms: z.number().int() })
const pair = z.object({ userid: z.string(), externalUserId: z.string() })
const guide = z.object({ userid: z.string() })
const modeChange = z.object({
  duplicate: z.number().int().min(0).optional(),
  reorder: z.boolean().optional(),
  loseNext: z.number().int().min(0).optional(),
  holdAll: z.boolean().optional(),
  silent: z.boolean().optional(),
})
const fault = z.object({
  api: z.string(),
  times: z.number().int().min(1).optional(),
  errcode: z.union([z.number().int(), z.enum(['timeout', 'half_body', 'http_500', 'redirect'])]),
  afterEffect: z.boolean().optional(),
})
const raw = z.object({ body: z.string(), query: z.record(z.string(), z.string()) })
const callback = z.object({ url: z.string(), token: z.string(), encodingAesKey: z.string() })

/** Only what is meant as a scene; each checks its own input. */
const sceneNames = [
  'addMember',
  'changeMember',
  'removeMember',
  'memberWrites',
  'memberOpensApp',
  'customerAdds',
  'guideConfirms',
  'scanContactWay',
  'meetCustomer',
  'burst',
  'guideEdits',
  'customerDeletesGuide',
  'guideDeletesCustomer',
  'guideSends',
  'customerWrites',
  'customerRefusesTransfer',
  'consoleAddsTags',
  'consoleDeletesTag',
  'createGroup',
  'joinGroup',
  'leaveGroup',
  'renameGroup',
  'changeOwner',
  'changeNotice',
  'dismissGroup',
  'groupSpeaks',
  'clickCard',
  'confirmMassSend',
  'customerPays',
  'refundBill',
] as const satisfies readonly (keyof LocalWeCom)[]

function readingActs(local: LocalWeCom): Record<string, RemoteAct> {
  const { state } = local
  return {
    members: () => [...state.members.values()],
    customers: () => [...state.contacts.values()],
    relations: () => [...state.relations.values()],
    groups: () => [...state.groups.values()].map((group) => ({ ...group, ...group.views.at(-1), views: undefined })),
    contactWays: () => [...state.contactWays.values()],
    chatOf: (input) => local.chatOf(pair.parse(input).userid, pair.parse(input).externalUserId),
    groupChatOf: (input) => local.groupChatOf(z.object({ chatId: z.string() }).parse(input).chatId),
    messagesOf: (input) => local.messagesOf(guide.parse(input).userid),
    massSendTasksOf: (input) => local.massSendTasksOf(guide.parse(input).userid),
    calls: (input) => local.calls(z.object({ api: z.string().optional() }).parse(input ?? {}).api),
  }
}

function controlActs(local: LocalWeCom): Record<string, RemoteAct> {
  const { clock, delivery, bridge } = local
  const now = () => ({ nowMs: clock.nowMs() })
  return {
    'clock/now': now,
    'clock/set': (input) => {
      clock.set(instant.parse(input).ms)
      return now()
    },
    'clock/advance': (input) => {
      clock.advance(instant.parse(input).ms)
      return now()
    },
    'delivery/mode': (input) => delivery.mode(modeChange.parse(input)),
    'delivery/release': () => ({ released: delivery.release() }),
    'delivery/idle': () => delivery.idle(),
    'delivery/list': () => delivery.deliveries(),
    'bridge/open': (input) => bridge.open(newInput(input)),
    'bridge/change': (input) => bridge.change(newInput(input)),
    'bridge/invoke': (input) => bridge.invoke(newInput(input)),
    'bridge/verify': (input) => bridge.verify(newInput(input)),
    callback: (input) => local.setCallback(callback.parse(input)),
    verifyCallbackUrl: () => local.verifyCallbackUrl(),
    sendRaw: (input) => local.sendRaw(raw.parse(input).body, raw.parse(input).query),
    sendBadTraffic: () => local.sendBadTraffic(),
    fault: (input) => local.fault(fault.parse(input)),
    clearFaults: () => local.clearFaults(),
    revokeToken: () => local.revokeToken(),
    permissions: (input) => Object.assign(local.permissions, switches.parse(input)),
  }
}

const switches = z.object({
  ipTrusted: z.boolean().optional(),
  contactApi: z.boolean().optional(),
  payApi: z.boolean().optional(),
  appActive: z.boolean().optional(),
})

// Scenes parse what they get, so handing them anything is safe; the type only names what they would accept.
const newInput = <T>(input: unknown): T => input as T

export function createRemote(local: LocalWeCom): Remote {
  const scenes = sceneNames.map((name) => [name, local[name] as RemoteAct] as const)
  const reading = readingActs(local)
  const acts = new Map<string, RemoteAct>([
    ...scenes,
    ...Object.entries(reading),
    ...Object.entries(controlActs(local)),
  ])
  const play = async (name: string, input: unknown): Promise<RemoteAnswer> => {
    const act = acts.get(name)
    if (!act) return { status: 404, body: { error: `no ${name} here` } }
    try {
      return { status: 200, body: (await act(input)) ?? null }
    } catch (error) {
      if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } }
      if (error instanceof SceneError) return { status: 422, body: { error: error.message } }
      throw error
    }
  }
  return { play, isReading: (name) => Object.hasOwn(reading, name) }
}
