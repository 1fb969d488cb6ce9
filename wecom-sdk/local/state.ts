import type { Bill } from './records/bills.ts'
import type { Group, GroupSpeech, JoinWay } from './records/groups.ts'
import type { Living } from './records/livings.ts'
import type { AppMessage, Bubble, MassSend, ResponseCode, WelcomeCode } from './records/messages.ts'
import type {
  Contact,
  ContactWay,
  GuideFact,
  Member,
  OAuthCode,
  Relation,
  TagGroup,
  Transfer,
} from './records/people.ts'

/** All that the local WeCom remembers, in memory. Instants are unix milliseconds. */
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
  livings: Map<string, Living>
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
    livings: new Map(),
    transfers: [],
    media: new Map(),
    oauthCodes: new Map(),
  }
}
