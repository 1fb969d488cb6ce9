import type { Stage } from '../stage.ts'
import type { Visitor } from './browsers.ts'
import { CAST } from './chain.ts'
import { createDice } from './random.ts'
import { DAY_MS, dayStart, dayText, HOUR_MS } from './time.ts'

/** A promotion in four phases: it built up for a day, warms up since the day before yesterday, and sells from tomorrow. */
export async function startCampaign(operator: Visitor, openingMs: number): Promise<void> {
  const day = (offset: number) => dayText(openingMs + offset * DAY_MS)
  const filter = { stages: ['active', 'loyal'] }
  const campaign = (await operator.post('/api/campaigns', {
    name: '冬季会员节',
    fromDay: day(-3),
    toDay: day(8),
    offer: '满 300 减 40，会员加送小样',
    // The chain is too young to be compared with its last year: the operator's own figures.
    forecast: { corrections: { newFen: 1_500_000, oldFen: 3_500_000 } },
    phases: [
      {
        ...{ phase: 'build_up', fromDay: day(-3), toDay: day(-3), targetFen: 0 },
        ...{ filter, purposes: { moments: '晒新品', chat: '听听想要什么', group: '话题投票' } },
      },
      {
        ...{ phase: 'warm_up', fromDay: day(-2), toDay: day(0), targetFen: 1_200_000 },
        ...{ filter, purposes: { chat: '帮客户列单子、算好价', group: '预告活动价', mass_send: '告诉开始的日子' } },
      },
      {
        ...{ phase: 'sprint', fromDay: day(1), toDay: day(4), targetFen: 3_000_000 },
        ...{ filter, purposes: { chat: '告诉一声活动开始了', group: '每天一款', moments: '晒单' } },
      },
      {
        ...{ phase: 'afterglow', fromDay: day(5), toDay: day(8), targetFen: 800_000 },
        ...{ filter, purposes: { chat: '问问合不合适', group: '用后心得' } },
      },
    ],
  })) as { id: number }
  await operator.post(`/api/campaigns/${campaign.id}/start`, {})
}

const MOST_VIEWERS = 60
/** 林晓 brought in enough viewers to see the follow-ups of a session. */
const OWN_SHARE = 0.5

/** Last night's live session, with who was invited and who watched. */
export async function tellOfLive({ local }: Stage, operator: Visitor, openingMs: number): Promise<void> {
  const dice = createDice(71)
  const evening = dayStart(openingMs) - DAY_MS + 20 * HOUR_MS
  const { session } = (await operator.post('/api/live-sessions', {
    name: '秋茶开汤直播',
    startedAtMs: evening,
    endedAtMs: evening + 1.5 * HOUR_MS,
    windowHours: 72,
    filter: { purchasesMin: 1, daysSincePurchaseMax: 60, categories: ['tea'] },
  })) as { session: { id: number } }
  const friends = [...local.state.relations.values()].filter(({ deletedByCustomer }) => !deletedByCustomer)
  const invited = friends.filter(({ userid }) => dice.chance(userid === CAST.guide ? OWN_SHARE : 0.05))
  const viewers = invited.slice(0, MOST_VIEWERS).map(({ userid, externalUserId }) => ({
    externalUserId,
    invitedBy: userid,
    watchedSeconds: dice.chance(0.6) ? dice.whole(90, 5_000) : 0,
  }))
  if (viewers.length > 0) await operator.post(`/api/live-sessions/${session.id}/viewers`, { viewers })
  await operator.post(`/api/live-sessions/${session.id}/call`, {})
}

/** A mass send to friends who have bought nothing yet; WeCom lays it before their guides. */
export async function sendToMany(operator: Visitor): Promise<void> {
  await operator.post('/api/mass-sends', {
    clientKey: 'seed-mass-send-1',
    name: '秋茶试饮邀请',
    filter: { stages: ['lead'], addedDaysMin: 14 },
    text: '您好，这周店里开汤试饮新到的秋茶，路过可以来喝一杯，不买也没关系。',
  })
}

/** Most guides have tapped by the next morning. */
export async function confirmSends({ local, chain }: Stage): Promise<void> {
  const dice = createDice(73)
  for (const { userid } of chain.people)
    for (const { msgid } of local.massSendTasksOf(userid))
      if (dice.chance(0.7)) local.confirmMassSend({ msgid, userid })
}

/** A gold guide's own wording, offered to everybody. */
export async function offerWords(guide: Visitor, externalUserId: string): Promise<void> {
  await guide.post('/api/talk-track-offers', {
    clientKey: 'seed-offer-1',
    externalUserId,
    talkTrackId: 'fp-day-7-tea-a',
    title: '首购回访·先问杯子',
    text: '您好，茶喝了几天了，您平时用什么杯子泡？拍给我看看，我按您的杯子说说放多少、泡多久，比照着说明泡顺口。',
  })
}
