import { WeComError } from 'wecom-sdk'
import type { Deps } from '../../deps.ts'
import type { GroupTruth } from './decideSync.ts'

export type GroupReading = { kind: 'truth'; truth: GroupTruth } | { kind: 'gone' } | { kind: 'invisible' }

/** The group as WeCom holds it; `invisible`: its owner is outside the app's visible range. */
export async function readGroup(wecom: Deps['wecom'], chatId: string, nowMs: number): Promise<GroupReading> {
  try {
    const chat = await wecom.getGroup(chatId)
    const createdAtMs = (chat.create_time ?? 0) * 1000
    const members = chat.member_list.map((member) => ({
      memberId: member.userid,
      type: member.type,
      name: (member.name ?? member.group_nickname ?? '').slice(0, 512),
      joinedAtMs: member.join_time ? member.join_time * 1000 : nowMs,
      joinScene: member.join_scene ?? 0,
      invitorUserId: member.invitor?.userid ?? null,
      stateToken: member.state ?? null,
    }))
    const memberVersion = chat.member_version ?? ''
    const truth = {
      chatId,
      name: chat.name.slice(0, 512),
      ownerUserId: chat.owner,
      createdAtMs,
      memberVersion,
      members,
    }
    return { kind: 'truth', truth }
  } catch (error) {
    if (error instanceof WeComError && error.meaning === 'group_gone') return { kind: 'gone' }
    if (error instanceof WeComError && ['out_of_scope', 'user_unknown'].includes(error.meaning))
      return { kind: 'invisible' }
    throw error
  }
}
