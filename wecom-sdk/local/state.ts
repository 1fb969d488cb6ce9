/** All that the local WeCom remembers, in memory. Instants are unix milliseconds. */
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

export interface AppMessage {
  msgid: string
  userid: string
  msgtype: string
  /** The sent object under its own type: text, textcard, markdown, template_card … */
  content: Record<string, unknown>
  sentAtMs: number
  taskId?: string
  /** Label put on the buttons by update_template_card; the card is then closed. */
  replacedButton?: string
  /** Over the member's limit: accepted, never shown. */
  dropped: boolean
}

export interface ResponseCode {
  msgid: string
  userid: string | undefined
  issuedAtMs: number
  used: boolean
}

export interface WelcomeCode {
  code: string
  userid: string
  externalUserId: string
  issuedAtMs: number
  sentAtMs?: number
}

export interface Bubble {
  from: 'guide' | 'customer' | 'welcome' | 'mass'
  by: string
  message: Record<string, unknown>
  atMs: number
}

export interface MassTarget {
  userid: string
  /** external_userid or chat_id */
  to: string
  status: 0 | 1 | 2 | 3
  sentAtMs?: number
}

export interface MassSend {
  msgid: string
  chatType: 'single' | 'group'
  createdAtMs: number
  message: Record<string, unknown>
  senders: { userid: string; done: boolean; sentAtMs?: number }[]
  targets: MassTarget[]
}

export interface Refund {
  outRefundNo: string
  userid: string
  comment: string
  atMs: number
  feeFen: number
}

export interface Bill {
  transactionId: string
  outTradeNo: string
  paidAtMs: number
  externalUserId: string
  payee: string
  totalFeeFen: number
  remark: string
  commodities: { description: string; amount: number }[]
  paymentType: number
  contactInfo?: { name: string; phone: string; address: string }
  refunds: Refund[]
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

export interface State {
  members: Map<string, Member>
  contacts: Map<string, Contact>
  relations: Map<string, Relation>
  /** Pairs that ever were related: a customer who comes back by transfer causes no add event. */
  everRelated: Set<string>
  tagGroups: TagGroup[]
  contactWays: Map<string, ContactWay>
  joinWays: Map<string, JoinWay>
  groups: Map<string, Group>
  speeches: GroupSpeech[]
  facts: GuideFact[]
  messages: AppMessage[]
  responseCodes: Map<string, ResponseCode>
  welcomeCodes: Map<string, WelcomeCode>
  chats: Map<string, Bubble[]>
  massSends: Map<string, MassSend>
  bills: Bill[]
  transfers: Transfer[]
  media: Map<string, { type: string; filename: string; bytes: number; createdAtMs: number }>
  oauthCodes: Map<string, OAuthCode>
}

export function createState(): State {
  return {
    members: new Map(),
    contacts: new Map(),
    relations: new Map(),
    everRelated: new Set(),
    tagGroups: [],
    contactWays: new Map(),
    joinWays: new Map(),
    groups: new Map(),
    speeches: [],
    facts: [],
    messages: [],
    responseCodes: new Map(),
    welcomeCodes: new Map(),
    chats: new Map(),
    massSends: new Map(),
    bills: [],
    transfers: [],
    media: new Map(),
    oauthCodes: new Map(),
  }
}
