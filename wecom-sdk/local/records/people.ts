/** Members, their customers and what belongs to the pair. Instants are unix milliseconds. */

export interface Member {
  userid: string
  name: string
  department: number[]
  canContact: boolean
  visible: boolean
  /** 1 active, 4 not activated, 5 left */
  status: 1 | 4 | 5
  leftAtMs?: number
  /** false: takes no further transferred customer (status 4) */
  hasRoom: boolean
}

export interface Contact {
  externalUserId: string
  name: string
  avatar: string
  /** 1 WeChat user, 2 WeCom user of another corp */
  type: 1 | 2
  gender: 0 | 1 | 2
  unionid?: string
  openid: string
}

export interface Relation {
  userid: string
  externalUserId: string
  createdAtMs: number
  /** Added without verification and not yet confirmed by the guide: the API answers 84061. */
  half: boolean
  /** The customer removed the guide; the guide's side remains and the API keeps working. */
  deletedByCustomer: boolean
  remark: string
  description: string
  remarkMobiles: string[]
  remarkCorpName: string
  tagIds: string[]
  personalTags: string[]
  addWay: number
  operUserid: string
  state?: string
  chatting: boolean
  lastTouchMs: number
}

export interface TagGroup {
  groupId: string
  name: string
  order: number
  createdAtMs: number
  /** agentId of the app that made it; undefined: made in the console */
  madeBy: string | undefined
  tags: Tag[]
}

export interface Tag {
  id: string
  name: string
  order: number
  createdAtMs: number
  madeBy: string | undefined
}

export interface ContactWay {
  configId: string
  madeBy: string
  type: 1 | 2
  scene: 1 | 2
  remark: string
  skipVerify: boolean
  state: string
  users: string[]
  qrCode: string
  nextUser: number
}

export interface Transfer {
  kind: 'onjob' | 'resigned'
  handover: string
  takeover: string
  externalUserId: string
  /** 1 done, 2 waiting, 3 refused, 4 limit reached */
  status: 1 | 2 | 3 | 4
  startedAtMs: number
  takenAtMs?: number
}

/** What get_user_behavior_data counts. */
export interface GuideFact {
  kind: 'added' | 'asked' | 'guide_spoke' | 'deleted_by_customer'
  userid: string
  externalUserId: string
  atMs: number
}

export interface Visitor {
  userid?: string
  openid?: string
  externalUserId?: string
}

export interface OAuthCode {
  visitor: Visitor
  agentId: string
  privateInfo: boolean
  issuedAtMs: number
  used: boolean
}
