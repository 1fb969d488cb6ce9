import { expect } from 'chai'
import { loadPlaybooks } from '../../app/features/followUps/loadPlaybooks.ts'
import { isAlwaysValid } from '../../app/talkTracks/chooseTracks.ts'
import { readTalkTracks } from '../../app/talkTracks/library.ts'
import type { TalkTrack, TalkTrackFacts } from '../../app/talkTracks/types.ts'
import { loadRules } from '../../config/rules.ts'

const rules = loadRules('config')
const TRADES = ['tea', 'skin', 'clothing'] as const
const STAGES = ['lead', 'new', 'active', 'loyal', 'silent', 'churned'] as const
const CHANNELS = ['online', 'offline', 'any'] as const
const LEVELS = ['new', 'skilled', 'gold'] as const

/** What advertising law forbids (absolute words, medical claims), what chases people, and what is not our voice. */
const FORBIDDEN: Record<string, RegExp> = {
  'absolute words': /最(?!近)|第一|顶级|极品|国家级|独家|全网|绝对|百分百|100%|永久|万能|首选/,
  'medical claims': /治|疗|药|抗菌|消炎|杀菌|排毒|减肥|养胃|降脂|降压|降糖|助眠|抗衰|祛|美白|淡斑|修复屏障/,
  pressure: /抢|秒杀|手慢|错过|仅此|赶紧|速来|速抢|最后一|马上没|库存告急|吃亏/,
  'shouting and cooing': /[!！~～]|亲|宝|哦|呢|哈喽|么么|小姐姐|小哥哥/,
  'the wrong you': /你/,
  'broken joints': /[，。？：；、][，。；、]|^[，。、；]|\s{2}|\{|\}|undefined/,
}
const SALES = /优惠|下单|立减|到手价|积分可以抵|打折/
const NO_SALES =
  /^(birthday\/greeting|holiday\/|complaint\/|return-visit\/|new-friend\/day-[13]|live\/(watched|missed)$)/
const SAME_TALK = ['help', 'feedback', 'feedback-plain', 'share'].map((name) => `first-purchase/${name}`)

describe('the shipped talk tracks', () => {
  const { library, faults } = readTalkTracks('templates/talk-tracks', {}, { trades: Object.keys(rules.trades) })
  const tracks = library.all()
  const playbooks = loadPlaybooks('templates/playbooks')
  const offerOf = new Map(playbooks.flatMap(({ steps }) => steps.map((step) => [step.talkTrackSet, step.offer])))
  const countBy = (kept: (track: TalkTrack) => boolean) => tracks.filter(kept).length

  /** As they are said: knowing everything, only the name, nothing, and everything but the benefit. */
  function sayingsOf(track: TalkTrack): string[] {
    const offer = rules.offers[offerOf.get(track.set) ?? '']?.text
    const all: TalkTrackFacts = {
      customerName: '王女士',
      guideName: '林晓',
      storeName: '徐汇店',
      productName: '玫瑰保湿面霜 50g',
      orderDay: '11月3日',
      tierName: '银卡',
      points: '1,280',
      groupName: '徐汇店会员群',
      ...(offer ? { offer, offerUntil: '12月5日' } : {}),
      bundle: '2 件 9 折、3 件 8.5 折',
      daysSince: '120',
      holidayName: '中秋节',
      campaignName: '双十一',
      liveName: '秋茶专场',
    }
    const { offer: _offer, offerUntil: _until, bundle: _bundle, ...plain } = all
    const { offerUntil: _day, ...endless } = all
    const known = [all, endless, plain, { customerName: '王女士' }, {}, track.sample]
    return known.map((facts) => library.render(track.id, facts).text)
  }

  it('load without a fault', () => expect(faults).to.deep.equal([]))

  it('are many, for three trades, every level and stage, both channels', () => {
    expect(tracks.length).to.be.at.least(100)
    for (const trade of TRADES)
      expect(
        countBy((track) => track.trade === trade),
        trade,
      ).to.be.at.least(20)
    for (const level of ['new', 'gold'])
      expect(
        countBy((track) => track.level === level),
        level,
      ).to.be.at.least(15)
    for (const stage of ['lead', 'loyal', 'silent']) expect(countBy((track) => track.stage === stage)).to.be.at.least(1)
    expect(countBy((track) => track.channel === 'online')).to.be.at.least(3)
    expect(countBy(({ variant }) => variant !== undefined)).to.be.at.least(8)
  })

  it('have something to say in each set to every customer, by every guide, at every stage', () => {
    const sets = new Set(tracks.map(({ set }) => set))
    for (const { steps } of playbooks) for (const step of steps) sets.add(step.talkTrackSet)
    for (const set of sets)
      for (const trade of [...Object.keys(rules.trades), undefined])
        for (const stage of [...STAGES, undefined])
          for (const channel of CHANNELS)
            for (const level of LEVELS) {
              const chain = library.choose({ set, trade, stage, channel, level, day: '2026-11-22', variantKey: 'k' })
              const last = chain.at(-1)
              expect(last && isAlwaysValid(last), `${set} ${trade} ${stage} ${channel} ${level}`).to.equal(true)
            }
  })

  it('can all be said without knowing a single fact', () => {
    for (const { id } of tracks) expect(library.render(id, {}).kind, id).to.equal('ready')
  })

  it('are short enough to be read at a glance', () => {
    for (const track of tracks)
      for (const text of sayingsOf(track)) expect(text.length, `${track.id} ${text}`).to.be.at.most(120)
  })

  for (const [what, pattern] of Object.entries(FORBIDDEN))
    it(`speak without ${what}`, () => {
      for (const track of tracks)
        for (const text of sayingsOf(track)) expect(text, `${track.id}: ${text}`).to.not.match(pattern)
    })

  it('say 您, and end like a sentence', () => {
    for (const track of tracks)
      for (const text of sayingsOf(track)) {
        expect(text, track.id).to.match(/[。？]$/)
        if (!track.set.startsWith('holiday/')) expect(text, track.id).to.match(/您|各位|大家/)
      }
  })

  it('never sell where they greet, help or make good', () => {
    for (const track of tracks.filter(({ set }) => NO_SALES.test(set)))
      for (const text of sayingsOf(track)) expect(text, `${track.id}: ${text}`).to.not.match(SALES)
  })

  it('do not greet again where the same talk goes on', () => {
    for (const track of tracks.filter(({ set }) => SAME_TALK.includes(set)))
      for (const text of sayingsOf(track)) expect(text, track.id).to.not.include('您好，')
  })

  it('thank only those who have bought for their custom', () => {
    const facts = { productName: '白茶', tierName: '银卡' }
    expect(library.render('general-thanks', facts).text).to.include('一直照顾我们')
    for (const track of tracks.filter(({ set, stage }) => /^(general|new-friend)\//.test(set) && stage !== 'loyal'))
      expect(library.render(track.id, {}).text, track.id).to.not.match(/照顾我们|老客|老朋友|谢谢您来/)
  })

  it('name a benefit only inside a condition and where a playbook gives one', () => {
    for (const track of tracks.filter(({ variables }) => variables.includes('offer')))
      expect(offerOf.get(track.set), track.id).to.not.equal(undefined)
  })

  it('carry a caution wherever a bundle is offered', () => {
    const bundles = tracks.filter(({ variables }) => variables.includes('bundle'))
    expect(bundles).to.have.length.above(1)
    for (const { id, caution } of bundles) expect(caution, id).to.be.a('string')
  })

  it('speak of one trade’s things only to who buys them', () => {
    for (const track of tracks.filter(({ trade }) => trade === 'any'))
      for (const said of sayingsOf(track)) {
        const own = said.replaceAll('秋茶专场', '').replaceAll('玫瑰保湿面霜', '')
        expect(own, track.id).to.not.match(/尺码|尺寸|合身|试穿|衣|款式|茶|护肤|面霜|脸/)
      }
  })

  it('claim no picture and no list that nothing sends along', () => {
    for (const track of tracks)
      for (const text of sayingsOf(track)) expect(text, `${track.id}: ${text}`).to.not.match(/拍了|附上|整理好|截好/)
  })

  it('leave no doubt whether the last day of a benefit counts', () => {
    for (const track of tracks) for (const text of sayingsOf(track)) expect(text, track.id).to.not.match(/日(之)?前/)
  })

  it('ask for praise only after the customer found no difficulty', () => {
    for (const track of tracks.filter(({ set }) => /^first-purchase\/day-(1|3|7)(-|$)/.test(set)))
      for (const text of sayingsOf(track)) expect(text, track.id).to.not.match(/好评|评价|分享|晒图|晒单/)
  })

  it('send skin trouble to a doctor, and nobody to a cure', () => {
    expect(library.render('fp-help-skin', {}).text).to.include('看医生')
    expect(library.render('complaint-apology-skin', {}).text).to.include('看医生')
  })

  it('are found by the initials of their titles', () => {
    expect(library.search('sghf').map(({ set }) => set)).to.include('first-purchase/day-7')
    expect(library.search('kywl')[0]?.set).to.equal('first-purchase/repurchase')
  })
})
