import type { Logger } from 'pino'
import type { WeComClient } from 'wecom-sdk'
import type { AttributionFiles } from '../config/attributionFiles.ts'
import type { Rules } from '../config/rules.ts'
import type { Database, Tx } from './db/database.ts'
import type { DomainEvent } from './domain/events.ts'
import type { Clock, NewJob } from './jobs/types.ts'
import type { TalkTrackLibrary } from './talkTracks/types.ts'

/** Keys made from a phone, unionid and the like, and the phone itself behind encryption. */
export interface Vault {
  /** Keyed hash for matching, hex. */
  keyOf(kind: 'phone' | 'union', value: string): string
  seal(plain: string): string
  unseal(sealed: string): string
}

/** Everything a command may reach, handed over by `boot/`. Commands take the part they use. */
export interface Deps {
  db: Database
  clock: Clock
  log: Logger
  /** Stores the jobs that react to a fact, or to many, in the facts' own transaction. */
  emit(tx: Tx, events: DomainEvent | readonly DomainEvent[]): Promise<void>
  /** Stores one job, or many, in the caller's transaction. */
  enqueue(tx: Tx, jobs: NewJob | readonly NewJob[]): Promise<void>
  wecom: WeComClient
  rules: Rules
  /** Rule files as text: to check one that somebody wrote, and to show those in force. */
  ruleFiles: AttributionFiles
  talkTracks: TalkTrackLibrary
  vault: Vault
  /** Who keeps the points of members, where one is told of them. */
  memberSystem: { url: string; secret: string } | undefined
  site: { publicBaseUrl: string; corpId: string; agentId: number }
  /** Test hook: dies here when this point was named at start. A no-op in production. */
  crashPoint(name: string): void
}
