import { expect } from 'chai'
import fc from 'fast-check'
import { closedCard, followUpCard } from '../../../app/features/followUps/cards.ts'
import { cardTaskId, followUpOfTask } from '../../../app/features/followUps/cardTask.ts'
import { CARD_LIMITS } from '../../../app/talkTracks/cardLimits.ts'
import { loadCardTexts } from '../../../app/talkTracks/cardTexts.ts'
import { listCard, noticeCard } from '../../../app/talkTracks/noticeCard.ts'

const texts = loadCardTexts('templates/cards')
const url = 'http://127.0.0.1:3000/sidebar/?t=1#/t/1'

interface AnyCard {
  source: { desc: string }
  main_title: { title: string; desc: string }
  quote_area?: { quote_text: string }
  emphasis_content?: { title: string; desc: string }
  horizontal_content_list?: { keyname: string; value: string }[]
  button_list?: { text: string; key?: string; type: number }[]
  action_menu?: { desc: string; action_list: { text: string; key: string }[] }
  button_selection?: { title: string; option_list: { id: string; text: string }[] }
  jump_list?: { title: string }[]
}

/** Every text of a card with the place that limits it. */
function placesOf(card: AnyCard): [keyof typeof CARD_LIMITS, string][] {
  const rows = card.horizontal_content_list ?? []
  return [
    ['source', card.source.desc],
    ['title', card.main_title.title],
    ['desc', card.main_title.desc],
    ['quote', card.quote_area?.quote_text ?? ''],
    ['emphasisTitle', card.emphasis_content?.title ?? ''],
    ['emphasisDesc', card.emphasis_content?.desc ?? ''],
    ...rows.map(({ keyname }) => ['rowKey', keyname] as ['rowKey', string]),
    ...rows.map(({ value }) => ['rowValue', value] as ['rowValue', string]),
    ...(card.button_list ?? []).map(({ text }) => ['button', text] as ['button', string]),
    ['menu', card.action_menu?.desc ?? ''],
    ...(card.action_menu?.action_list ?? []).map(({ text }) => ['action', text] as ['action', string]),
    ['selectionTitle', card.button_selection?.title ?? ''],
    ...(card.button_selection?.option_list ?? []).map(({ text }) => ['option', text] as ['option', string]),
    ...(card.jump_list ?? []).map(({ title }) => ['jump', title] as ['jump', string]),
  ]
}

function expectFits(card: AnyCard): void {
  for (const [place, text] of placesOf(card)) {
    expect(text.length, `${place}: ${text}`).to.be.at.most(CARD_LIMITS[place])
    // A cut inside a character would not survive the way through UTF-8.
    expect(Buffer.from(text).toString(), place).to.equal(text)
  }
  expect(card.main_title.title).to.not.equal('')
  expect((card.horizontal_content_list ?? []).length).to.be.at.most(CARD_LIMITS.rows)
  expect((card.button_list ?? []).length).to.be.at.most(CARD_LIMITS.buttons)
  expect((card.jump_list ?? []).length).to.be.at.most(CARD_LIMITS.jumps)
  expect((card.action_menu?.action_list ?? []).length).to.be.at.most(CARD_LIMITS.actions)
  const pressed = [...(card.button_list ?? []), ...(card.action_menu?.action_list ?? [])]
  const keys = pressed.flatMap(({ key }) => key ?? [])
  expect(new Set(keys).size).to.equal(keys.length)
}

const outside = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 300 }))
const facts = fc.record(
  {
    customerName: outside,
    title: outside,
    reason: outside,
    deadline: outside,
    sentence: outside,
    lastPurchase: outside,
    lastContact: outside,
    member: outside,
    outcome: outside,
    short: outside,
  },
  { requiredKeys: ['customerName', 'title'] },
)

describe('cards of the bot', () => {
  it('keep to WeCom’s limits for any text, cut between characters', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const card = { taskId: 'fu_1_1', url, facts: given, trackId: 'new-friend/day-1' }
        expectFits(followUpCard(texts, card) as unknown as AnyCard)
        expectFits(closedCard(texts, { ...card, canUndo: true }) as unknown as AnyCard)
      }),
      { numRuns: 300 },
    )
  })

  it('hold for lists of any length too', () => {
    const row = fc.record({ customerName: outside, title: outside })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        expectFits(listCard(texts, 'digest', { url, rows }) as unknown as AnyCard)
        expectFits(listCard(texts, 'reminder', { url, rows }) as unknown as AnyCard)
      }),
      { numRuns: 100 },
    )
  })

  it('hold for what is only read: ranking, the manager’s day, help', () => {
    const row = fc.record({ key: outside, value: outside })
    const facts = fc.dictionary(
      fc.constantFrom('place', 'figure', 'rank', 'guideName', 'net', 'storeRank', 'day', 'risen', 'name'),
      outside,
    )
    const given = { place: '华东', figure: '第 1 名', day: '11月21日', net: '¥1', name: '林晓' }
    fc.assert(
      fc.property(fc.array(row, { maxLength: 9 }), facts, (rows, some) => {
        for (const card of ['ranking', 'manager', 'clear', 'help'] as const)
          expectFits(noticeCard(texts, card, { url, facts: { ...given, ...some }, rows }) as unknown as AnyCard)
      }),
      { numRuns: 100 },
    )
  })

  it('leave out what is not known instead of showing an empty row', () => {
    const given = { customerName: '王芳芳', title: '首购回访', deadline: '今天 20:00', sentence: '您好' }
    const card = followUpCard(texts, { taskId: 'fu_1_1', url, facts: given }) as unknown as AnyCard
    expect(card.horizontal_content_list).to.deep.equal([])
    expect(card.quote_area?.quote_text).to.equal('「您好」')
  })

  it('carry a task id that WeCom takes and that leads back to the follow-up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.nat(9999), (id, version) => {
        const taskId = cardTaskId(id, version)
        expect(taskId).to.match(/^[0-9A-Za-z_@-]{1,128}$/)
        expect(followUpOfTask(taskId)).to.equal(id)
      }),
    )
    for (const foreign of ['', 'fu_1', 'fu_1_1_1', 'task_1_1', 'fu_-1_1', 'fu_1e3_1']) {
      expect(followUpOfTask(foreign), foreign).to.equal(undefined)
    }
  })
})
