import { addDays, startOfBusinessDay } from '../../domain/businessDay.ts'
import type { NewJob } from '../../jobs/types.ts'
import type { Reactions } from '../reactions.ts'

const replan = ({ externalUserId }: { externalUserId: string }): NewJob[] => [
  { kind: 'followUps.replan', payload: { externalUserId } },
]
const replanForOrder = (orderId: number | undefined): NewJob[] =>
  orderId === undefined ? [] : [{ kind: 'followUps.replanForOrder', payload: { orderId } }]

/** Weeks are full for at most this long after a day that is taken out, or given back. */
const MOVED_DAYS = 7

/**
 * Facts that may change what is said to a customer. Each asks for the same: the customer's calendar planned afresh (an
 * answer and a mute do it in their own transaction). An order is looked at when it is recorded and again when its
 * credit is posted: the buyer may become known in between.
 */
export const followUpsReactions: Reactions = {
  CustomerAdded: replan,
  CustomerLost: replan,
  CustomerIdentified: replan,
  BindingOpened: replan,
  BindingMoved: replan,
  BindingEnded: replan,
  StageChanged: replan,
  CustomerFactsChanged: replan,
  MemberChanged: replan,
  ComplaintOpened: replan,
  ComplaintClosed: replan,
  MassSendPlanned: replan,
  SentenceSent: replan,
  OrderRecorded: ({ orderId }) => replanForOrder(orderId),
  CreditPosted: ({ orderId, formerBuyer }) => [
    ...replanForOrder(orderId),
    ...(formerBuyer === undefined ? [] : replan({ externalUserId: formerBuyer })),
  ],
  OrderRefunded: ({ orderId }) => replanForOrder(orderId),
  PlaybookCalled: ({ name: _, atMs: __, ...call }) => [{ kind: 'followUps.start', payload: call }],
  GuideLeft: ({ guideId }) => [{ kind: 'followUps.replanGuide', payload: { guideId } }],
  DayOffChanged: ({ guideId, day }) => [
    {
      kind: 'followUps.replanGuide',
      payload: {
        guideId,
        fromMs: startOfBusinessDay(addDays(day, -MOVED_DAYS)),
        toMs: startOfBusinessDay(addDays(day, MOVED_DAYS)),
      },
    },
  ],
}
