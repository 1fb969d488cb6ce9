/** Customer groups. Instants are unix milliseconds. */

export interface JoinWay {
  configId: string
  madeBy: string
  scene: 1 | 2
  remark: string
  state: string
  chatIds: string[]
  autoCreateRoom: 0 | 1
  roomBaseName: string
  roomBaseId: number
  qrCode: string
}

export interface GroupMember {
  id: string
  type: 1 | 2
  name: string
  unionid?: string
  joinedAtMs: number
  /** groupchat/get's scale: 1 direct, 2 link, 3 QR */
  joinScene: 1 | 2 | 3
  state?: string
  invitor?: string
}

/** What a group looked like from `fromMs` on. */
export interface GroupView {
  fromMs: number
  name: string
  owner: string
  notice: string
  members: GroupMember[]
  version: string
}

export interface Group {
  chatId: string
  createdAtMs: number
  dismissedAtMs?: number
  /** Oldest first; the last one is the truth, an older one is what a lagging read shows. */
  views: GroupView[]
}

export interface GroupSpeech {
  chatId: string
  memberId: string
  messages: number
  atMs: number
}
