import type { WeComClient } from './client.ts'
import { memoryTokenStore, type StoredToken, type TokenStore } from './tokens.ts'

/** `corp` signs for wx.config, `app` for wx.agentConfig; mixing them gives 40093. */
export type TicketKind = 'corp' | 'app'

export interface TicketCache {
  read(kind: TicketKind): Promise<string>
  /** After 40093 or 42012: another ticket than the one that was refused. */
  renew(kind: TicketKind, refused: string): Promise<string>
}

export interface TicketCacheOptions {
  client: Pick<WeComClient, 'getJsapiTicket' | 'getAgentTicket'>
  nowMs?: () => number
  /** Share them between processes: 400 corp and 100 app tickets an hour. */
  stores?: Record<TicketKind, TokenStore>
}

/** JS-SDK tickets, fetched once for all who wait and kept until shortly before they end. */
export function createTicketCache({ client, nowMs = Date.now, stores }: TicketCacheOptions): TicketCache {
  const kept = stores ?? { corp: memoryTokenStore(), app: memoryTokenStore() }

  async function fetchTicket(kind: TicketKind): Promise<StoredToken> {
    const { ticket, expires_in: seconds } = await (kind === 'app' ? client.getAgentTicket() : client.getJsapiTicket())
    // A page may be signed now and checked minutes later.
    const marginMs = Math.min(300_000, seconds * 100)
    return { token: ticket, expiresAtMs: nowMs() + seconds * 1000 - marginMs }
  }

  async function renew(kind: TicketKind, refused?: string): Promise<string> {
    return (await kept[kind].refresh(refused, () => fetchTicket(kind))).token
  }

  return {
    renew,
    async read(kind) {
      const stored = await kept[kind].read()
      return stored && nowMs() < stored.expiresAtMs ? stored.token : renew(kind, stored?.token)
    },
  }
}
