import { z } from 'zod'
import { emitFromMember } from '../events.ts'
import type { Member } from '../records/people.ts'
import { memberOf, type World } from '../world.ts'
import { scene, userid } from './scene.ts'

const added = z.object({
  userid,
  name: z.string(),
  department: z.array(z.number().int()).default([1]),
  canContact: z.boolean().default(true),
  visible: z.boolean().default(true),
  status: z.union([z.literal(1), z.literal(4)]).default(1),
  hasRoom: z.boolean().default(true),
})
const changed = z.object({
  userid,
  name: z.string().optional(),
  department: z.array(z.number().int()).optional(),
  canContact: z.boolean().optional(),
  visible: z.boolean().optional(),
  hasRoom: z.boolean().optional(),
})
const named = z.object({ userid })
const written = z.object({ userid, text: z.string() })

/** The address book, and what a member does in the app's own conversation. */
export function memberScenes(world: World) {
  return {
    addMember: scene(added, (input): Member => {
      const member: Member = { ...input }
      world.state.members.set(input.userid.toLowerCase(), member)
      return member
    }),
    changeMember: scene(changed, (input): Member => {
      const member = memberOf(world, input.userid)
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
      return Object.assign(member, given, { userid: member.userid })
    }),
    /** The member leaves the corp: customers and groups wait to be handed over. */
    removeMember: scene(named, (input): Member => {
      const member = memberOf(world, input.userid)
      member.status = 5
      member.leftAtMs = world.clock.nowMs()
      return member
    }),
    memberWrites: scene(written, (input): { msgId: string } => {
      const member = memberOf(world, input.userid)
      const msgId = world.ids.digits(19)
      emitFromMember(world, member.userid, [
        ['MsgType', 'text'],
        ['Content', input.text],
        ['MsgId', { xml: msgId }],
      ])
      return { msgId }
    }),
    memberOpensApp: scene(named, (input): void => {
      const fields = [
        ['MsgType', 'event'],
        ['Event', 'enter_agent'],
        ['EventKey', ''],
      ] as const
      emitFromMember(world, memberOf(world, input.userid).userid, [...fields])
    }),
  }
}
