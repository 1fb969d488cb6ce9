import { z } from 'zod'
import type { Field } from '../callbacks/xml.ts'
import { SceneError } from '../errors.ts'
import { emitContactEvent } from '../events.ts'
import type { Contact } from '../records/people.ts'
import { relate } from '../relate.ts'
import { memberOf, relationOf, type World } from '../world.ts'
import { externalUserId, scene, userid } from './scene.ts'

const person = {
  externalUserId: externalUserId.optional(),
  name: z.string().default('微信用户'),
  avatar: z.string().optional(),
  unionid: z.string().optional(),
  gender: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  type: z.union([z.literal(1), z.literal(2)]).default(1),
}
const adds = z.object({
  ...person,
  userid,
  state: z.string().max(64).optional(),
  /** Added without verification; the guide has not confirmed yet. */
  half: z.boolean().default(false),
  remarkMobiles: z.array(z.string()).optional(),
  addWay: z.number().int().default(1),
  /** The console has its own welcome: no code comes. */
  consoleWelcome: z.boolean().default(false),
})
const scans = z
  .object({
    ...person,
    configId: z.string().optional(),
    state: z.string().optional(),
    half: z.boolean().default(false),
  })
  .refine(({ configId, state }) => configId !== undefined || state !== undefined, 'configId or state')
const pair = z.object({ userid, externalUserId })

export interface Added {
  externalUserId: string
  userid: string
  welcomeCode: string | undefined
}

type Person = Pick<z.output<typeof adds>, 'externalUserId' | 'name' | 'avatar' | 'unionid' | 'gender' | 'type'>

/** One external_userid per person and corp, whoever follows them. */
export function meet(world: World, input: Person): Contact {
  const known = input.externalUserId === undefined ? undefined : world.state.contacts.get(input.externalUserId)
  if (known) return known
  const id = input.externalUserId ?? world.ids.next(input.type === 1 ? 'wm' : 'wo')
  const contact: Contact = {
    externalUserId: id,
    name: input.name,
    avatar: input.avatar ?? '',
    type: input.type,
    gender: input.gender,
    openid: world.ids.next('o'),
    ...(input.unionid === undefined ? {} : { unionid: input.unionid }),
  }
  world.state.contacts.set(id, contact)
  return contact
}

/** A code lives 20 s and is worth one welcome. */
function issueWelcomeCode(world: World, guide: string, customer: string): string {
  const code = world.ids.next('WELCOME', 36)
  const welcome = { code, userid: guide, externalUserId: customer, issuedAtMs: world.clock.nowMs() }
  world.state.welcomeCodes.set(code, welcome)
  return code
}

function add(world: World, input: z.output<typeof adds>): Added {
  const guide = memberOf(world, input.userid).userid
  const contact = meet(world, input)
  const id = contact.externalUserId
  const { state, half, remarkMobiles, addWay } = input
  relate(world, { userid: guide, externalUserId: id, addWay, operUserid: id, state, half, remarkMobiles })
  world.state.facts.push({ kind: 'asked', userid: guide, externalUserId: id, atMs: world.clock.nowMs() })
  if (!half) world.state.facts.push({ kind: 'added', userid: guide, externalUserId: id, atMs: world.clock.nowMs() })
  const hasCode = contact.type === 1 && !input.consoleWelcome
  const welcomeCode = hasCode ? issueWelcomeCode(world, guide, id) : undefined
  const more: Field[] = [
    ['State', state],
    ['WelcomeCode', welcomeCode],
  ]
  emitContactEvent(world, half ? 'add_half_external_contact' : 'add_external_contact', guide, id, more)
  return { externalUserId: id, userid: guide, welcomeCode }
}

/** The guide confirms a half-added customer. A welcome already spent on the half event is not offered again. */
function confirm(world: World, input: z.output<typeof pair>): Added {
  const relation = relationOf(world, input.userid, input.externalUserId)
  const { userid: guide, externalUserId: id } = relation
  relation.half = false
  world.state.facts.push({ kind: 'added', userid: guide, externalUserId: id, atMs: world.clock.nowMs() })
  const codes = [...world.state.welcomeCodes.values()].filter((c) => c.userid === guide && c.externalUserId === id)
  const isSpent = relation.chatting || codes.at(-1)?.sentAtMs !== undefined
  const welcomeCode = isSpent ? undefined : issueWelcomeCode(world, guide, id)
  emitContactEvent(world, 'add_external_contact', guide, id, [
    ['State', relation.state],
    ['WelcomeCode', welcomeCode],
  ])
  return { externalUserId: id, userid: guide, welcomeCode }
}

function scan(world: World, input: z.output<typeof scans>): Added {
  const ways = [...world.state.contactWays.values()]
  const way = ways.find(({ configId, state }) => configId === input.configId || state === input.state)
  if (!way) throw new SceneError('no such contact way')
  const guide = way.users[way.nextUser % way.users.length]
  if (guide === undefined) throw new SceneError('contact way without members')
  way.nextUser += 1
  const state = way.state === '' ? undefined : way.state
  return add(world, { ...input, userid: guide, state, addWay: 1, consoleWelcome: false })
}

/** How customers come in. */
export function customerScenes(world: World) {
  return {
    customerAdds: scene(adds, (input) => add(world, input)),
    guideConfirms: scene(pair, (input) => confirm(world, input)),
    /** A customer scans the QR of a contact way made through add_contact_way. */
    scanContactWay: scene(scans, (input) => scan(world, input)),
    /** A person of WeChat who is nobody's customer yet. */
    meetCustomer: scene(z.object(person), (input): Contact => meet(world, input)),
    /** n customers within one second: equal CreateTime, all from `sys`. */
    burst: scene(z.object({ count: z.number().int().min(1).max(10_000), userid }), ({ count, userid: guide }) =>
      Array.from({ length: count }, (_, index) => add(world, adds.parse({ userid: guide, name: `客户${index + 1}` }))),
    ),
  }
}
