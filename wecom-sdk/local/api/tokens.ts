import { ApiRefusal } from '../errors.ts'
import type { World } from '../world.ts'
import type { Answer } from './endpoint.ts'

interface Token {
  token: string
  agentId: string
  expiresAtMs: number
  revoked: boolean
}

/** Access tokens per (corp, secret) and the two kinds of JS-SDK ticket. */
export interface Tokens {
  gettoken(query: URLSearchParams): Answer
  /** The agentId a token belongs to; refuses 41001, 40014, 42001. */
  check(token: string | null): string
  /** Admin hook: every token given out so far stops working at once. */
  revoke(): void
  ticket(kind: TicketKind, agentId: string): Answer
  /** Which kind of ticket now in force has this text. */
  ticketsInForce(kind: TicketKind): string[]
}

export type TicketKind = 'corp' | 'agent'

export function createTokens(world: World): Tokens {
  const issued = new Map<string, Token>()
  const current = new Map<string, Token>()
  const tickets = new Map<string, { kind: TicketKind; ticket: string; expiresAtMs: number }>()

  const isGood = (token: Token | undefined): token is Token =>
    token !== undefined && !token.revoked && token.expiresAtMs > world.clock.nowMs()
  const issue = (agentId: string): Token => {
    const life = world.settings.tokenSeconds * 1000
    const token = {
      token: world.ids.next(`LOCALTOKEN_${agentId}_`, 60),
      agentId,
      expiresAtMs: world.clock.nowMs() + life,
      revoked: false,
    }
    issued.set(token.token, token)
    current.set(agentId, token)
    return token
  }

  return {
    gettoken: (query) => {
      if (query.get('corpid') !== world.corpId) throw new ApiRefusal(40013)
      const app = world.apps.find((candidate) => candidate.secret === query.get('corpsecret'))
      if (!app) throw new ApiRefusal(40001)
      const held = current.get(app.agentId)
      const token = isGood(held) && !world.settings.newTokenEachTime ? held : issue(app.agentId)
      const expires_in = Math.floor((token.expiresAtMs - world.clock.nowMs()) / 1000)
      return { access_token: token.token, expires_in }
    },
    check: (text) => {
      if (!text) throw new ApiRefusal(41001)
      const token = issued.get(text)
      if (!token || token.revoked) throw new ApiRefusal(40014)
      if (token.expiresAtMs <= world.clock.nowMs()) throw new ApiRefusal(42001)
      return token.agentId
    },
    revoke: () => {
      for (const token of issued.values()) token.revoked = true
    },
    ticket: (kind, agentId) => {
      const key = kind === 'corp' ? 'corp' : `agent ${agentId}`
      const now = world.clock.nowMs()
      const held = tickets.get(key)
      const life = world.settings.ticketSeconds * 1000
      const ticket =
        held && held.expiresAtMs > now
          ? held
          : { kind, ticket: world.ids.next(`LOCALTICKET-${kind}-`, 40), expiresAtMs: now + life }
      tickets.set(key, ticket)
      return { ticket: ticket.ticket, expires_in: Math.floor((ticket.expiresAtMs - now) / 1000) }
    },
    ticketsInForce: (kind) =>
      [...tickets.values()]
        .filter((ticket) => ticket.kind === kind && ticket.expiresAtMs > world.clock.nowMs())
        .map(({ ticket }) => ticket),
  }
}
