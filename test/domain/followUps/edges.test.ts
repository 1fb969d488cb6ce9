import { expect } from 'chai'
import { stepKeyOf } from '../../../app/domain/followUps/calendar.ts'
import {
  answered,
  at,
  CUSTOMER,
  calendarOf,
  DAY_MS,
  outcomeOf,
  PAID_MS,
  playbookOf,
  progressed,
  startOf,
  stepOf,
} from './calendarFactory.ts'

const customer = { ...CUSTOMER, purchasesAtMs: [] }
const start = startOf('care')

describe('edges of the calendar', () => {
  it('what begins at the very moment a complaint is closed comes', () => {
    const care = playbookOf('care', [stepOf('ask')], { exits: [{ on: 'complaint_opened', drops: 'all' }] })
    const complaints = [{ openedAtMs: PAID_MS - DAY_MS, closedAtMs: PAID_MS }]
    const items = calendarOf({ playbooks: [care], starts: [start], customer: { ...customer, complaints } })
    expect(outcomeOf(items, 'ask').kind).to.equal('planned')
  })

  it('a talk that goes on takes no place from another that day', () => {
    const afterAnswer = { step: 'ask', ask: 'q', answer: 'yes' }
    const { offsetDays: _, time: __, ...talk } = stepOf('talk') as { offsetDays?: number; time?: string }
    const care = playbookOf('care', [stepOf('ask'), { ...talk, afterAnswer } as never])
    const other = playbookOf('other', [stepOf('other', { offsetDays: 2, time: '15:00' })])
    const answers = [{ stepKey: stepKeyOf(start, 'ask'), ask: 'q', answer: 'yes', atMs: at('2026-11-03T11:00') }]
    const progress = { key: stepKeyOf(start, 'ask'), kind: 'closed' as const, purpose: 'service' as const }
    const closed = { ...progress, atMs: at('2026-11-02T11:00'), expiresAtMs: at('2026-11-05T11:00') }
    const facts = { playbooks: [care, other], starts: [start, startOf('other')], customer, answers, progress: [closed] }
    const items = calendarOf({ ...facts, nowMs: at('2026-11-03T11:00') })
    expect(outcomeOf(items, 'talk')).to.deep.include({ kind: 'planned', atMs: at('2026-11-03T11:00') })
    expect(outcomeOf(items, 'other')).to.deep.include({ kind: 'planned', atMs: at('2026-11-03T15:00') })
  })

  it('a start just as many days later as the playbook rests is not rested', () => {
    const care = playbookOf('care', [stepOf('ask')], { restDays: 10 })
    const later = (ms: number) => {
      const second = startOf('care', { anchorKey: 'fact:2', atMs: PAID_MS + ms })
      const items = calendarOf({ playbooks: [care], starts: [start, second], customer })
      return items.find((item) => item.start.anchorKey === 'fact:2')?.outcome.kind
    }
    expect([later(10 * DAY_MS), later(10 * DAY_MS - 1)]).to.deep.equal(['planned', 'dropped'])
  })

  it('an answer at the very moment of a sale makes room for the next', () => {
    const sale = playbookOf('sale', [stepOf('offer', { purpose: 'sale' })])
    const facts = { playbooks: [sale], starts: [startOf('sale')], customer }
    const contacts = [{ atMs: PAID_MS, purpose: 'sale' as const }]
    const answers = [{ stepKey: 'any', ask: 'q', answer: 'yes', atMs: PAID_MS }]
    expect(outcomeOf(calendarOf({ ...facts, contacts }), 'offer').kind).to.equal('dropped')
    expect(outcomeOf(calendarOf({ ...facts, contacts, answers }), 'offer').kind).to.equal('planned')
  })

  it('a step without a time comes at the time of day at which its playbook started', () => {
    const care = playbookOf('care', [stepOf('ask', { offsetDays: 2, time: undefined })])
    const items = calendarOf({ playbooks: [care], starts: [start], customer })
    expect(outcomeOf(items, 'ask')).to.deep.include({ kind: 'planned', atMs: PAID_MS + 2 * DAY_MS })
  })

  it('the answer to another question, of this step or another, opens nothing', () => {
    const gates = [{ step: 'ask', ask: 'q', is: ['yes'] }]
    const care = playbookOf('care', [stepOf('ask'), stepOf('other'), stepOf('then', { offsetDays: 3, gates })])
    const kindAfter = (stepId: string, ask: string) => {
      const answers = [answered(stepId, ask, 'yes', PAID_MS, start)]
      return outcomeOf(calendarOf({ playbooks: [care], starts: [start], customer, answers }), 'then').kind
    }
    expect([kindAfter('ask', 'q'), kindAfter('ask', 'r'), kindAfter('other', 'q')]).to.deep.equal([
      'planned',
      'waiting',
      'waiting',
    ])
  })

  it('what waits for an answer falls 14 days after the question was closed', () => {
    const gates = [{ step: 'ask', ask: 'q', is: ['yes'] }]
    const care = playbookOf('care', [stepOf('ask'), stepOf('then', { offsetDays: 30, gates })])
    const progress = [progressed('closed', 'ask', PAID_MS, start)]
    const kindAt = (nowMs: number) =>
      outcomeOf(calendarOf({ playbooks: [care], starts: [start], customer, progress, nowMs }), 'then').kind
    expect([kindAt(PAID_MS + 14 * DAY_MS - 1), kindAt(PAID_MS + 14 * DAY_MS)]).to.deep.equal(['waiting', 'dropped'])
  })

  it('the follow-through of a complaint ends when that one is settled, whatever opens later', () => {
    const through = playbookOf('care', [stepOf('ask')], {
      trigger: { on: 'complaint_opened' },
      exits: [{ on: 'complaint_closed', drops: 'all' }],
    })
    const kindWith = (...complaints: { openedAtMs: number; closedAtMs?: number }[]) =>
      outcomeOf(calendarOf({ playbooks: [through], starts: [start], customer: { ...customer, complaints } }), 'ask')
        .kind
    const settled = { openedAtMs: PAID_MS, closedAtMs: PAID_MS + 1 }
    expect(kindWith({ openedAtMs: PAID_MS })).to.equal('planned')
    expect(kindWith(settled)).to.equal('dropped')
    expect(kindWith(settled, { openedAtMs: PAID_MS + 2 })).to.equal('dropped')
  })
})
