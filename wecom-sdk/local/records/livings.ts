export interface LivingViewer {
  externalUserId: string
  watchedSeconds: number
  /** The member whose card led here. */
  invitedBy?: string
}

/** 直播 of one member. Instants are unix milliseconds. */
export interface Living {
  livingId: string
  anchor: string
  theme: string
  startedAtMs: number
  endedAtMs: number | undefined
  viewers: LivingViewer[]
}
