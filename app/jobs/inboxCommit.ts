export interface NewInboxEvent {
  /** sha256 hex of corp and decrypted text. */
  dedupKey: string
  streamKey: string
  kind: string
  body: string
}

export type Stored = 'new' | 'duplicate'

/** Commits a batch in one transaction; the answers in the order of the events. */
export interface InboxCommit {
  (events: NewInboxEvent[], nowMs: number): Promise<Stored[]>
  /** Gives up a connection that hangs; the next batch opens a new one. */
  abandon(): void
  close(): Promise<void>
}
