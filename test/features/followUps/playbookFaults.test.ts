import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readPlaybooks } from '../../../app/features/followUps/loadPlaybooks.ts'

type Fields = Record<string, unknown>

const ASKS = [
  {
    id: 'mood',
    title: '怎么样',
    answers: [
      { id: 'fine', title: '好' },
      { id: 'poor', title: '不好' },
    ],
  },
]
const ENDS = [
  { on: 'complaint_opened', drops: 'all' },
  { on: 'customer_lost', drops: 'all' },
]

function step(id: string, more: Fields = {}): Fields {
  const plain = { title: '问候', reason: '问候一声', purpose: 'service', priority: 1, talkTrackSet: 'care/x' }
  const when = 'afterAnswer' in more || 'beforeUseUpDays' in more ? {} : { offsetDays: 1, time: '09:50' }
  return { id, ...plain, ...when, ...more }
}

function playbook(more: Fields = {}, steps: Fields[] = [step('first')]): Fields {
  return { id: 'probe', title: '试', trigger: { on: 'customer_added' }, steps, exits: ENDS, ...more }
}

const afterAnswer = (from: string, ask: string, answer: string) =>
  playbook({}, [step('first', { asks: ASKS }), step('second', { afterAnswer: { step: from, ask, answer } })])
const gated = (gate: Fields) => playbook({}, [step('first', { asks: ASKS }), step('second', { gates: [gate] })])
const dated = (trigger: Fields, steps?: Fields[]) => playbook({ trigger: { on: 'date', ...trigger } }, steps)

/** A sound playbook of every kind, so that no fault below is found in everything. */
const SOUND: [string, Fields][] = [
  ['a plain one', playbook()],
  ['a step after an answer', afterAnswer('first', 'mood', 'fine')],
  ['a gate', gated({ step: 'first', ask: 'mood', is: ['fine', 'poor'] })],
  ['a holiday', dated({ date: 'holiday', holidays: ['mid_autumn'] }, [step('first', { reason: '{{holidayName}}好' })])],
  ['a day before a birthday', dated({ date: 'birthday' }, [step('first', { offsetDays: -3 })])],
  [
    'an unsure word inside an if',
    playbook({}, [step('first', { reason: '{{#if daysSince}}{{daysSince}}{{/if}} 天' })]),
  ],
  [
    'a complaint, which does not stop for itself',
    playbook({
      trigger: { on: 'complaint_opened' },
      exits: [
        { on: 'customer_lost', drops: 'all' },
        { on: 'complaint_closed', drops: 'all' },
      ],
    }),
  ],
]

const FAULTY: [string, Fields, RegExp][] = [
  ['an unknown trigger', playbook({ trigger: { on: 'full_moon' } }), /trigger/],
  ['an unknown stage', playbook({ trigger: { on: 'stage_entered', stage: 'asleep' } }), /stage/],
  ['a step without a title', playbook({}, [step('first', { title: undefined })]), /title/],
  ['a title longer than a card takes', playbook({}, [step('first', { title: '一二三四五六七八九十一' })]), /title/],
  ['a time that is none', playbook({}, [step('first', { time: '25:00' })]), /steps\.0/],
  ['a step with two times', playbook({}, [step('first', { beforeUseUpDays: 7, offsetDays: 1 })]), /steps\.0/],
  ['an unknown condition', playbook({ when: { weather: 'sunny' } }), /weather/],
  ['an unknown field', playbook({ extra: 1 }), /extra/],
  ['the same step twice', playbook({}, [step('first'), step('first')]), /same id/],
  [
    'an answer of a step that is not there',
    afterAnswer('zeroth', 'mood', 'fine'),
    /step second: afterAnswer: no step zeroth/,
  ],
  ['an answer of a step that comes later', afterAnswer('second', 'mood', 'fine'), /no step second comes before/],
  ['an answer to what is not asked', afterAnswer('first', 'taste', 'fine'), /step first does not ask taste/],
  ['an answer that cannot be tapped', afterAnswer('first', 'mood', 'angry'), /mood has no answer angry/],
  ['a gate on no step', gated({ step: 'zeroth', ask: 'mood', is: ['fine'] }), /gates: no step zeroth/],
  ['a gate on no question', gated({ step: 'first', ask: 'taste', isNot: ['fine'] }), /does not ask taste/],
  ['a gate on no answer', gated({ step: 'first', ask: 'mood', isNot: ['fine', 'angry'] }), /no answer angry/],
  ['a gate that says neither is nor isNot', gated({ step: 'first', ask: 'mood' }), /gates/],
  [
    'a question twice in a step',
    playbook({}, [step('first', { asks: [...ASKS, ...ASKS] })]),
    /step first: ask mood stands twice/,
  ],
  [
    'an answer twice in a question',
    playbook({}, [
      step('first', {
        asks: [
          {
            id: 'mood',
            title: '怎么样',
            answers: [
              { id: 'fine', title: '好' },
              { id: 'fine', title: '行' },
            ],
          },
        ],
      }),
    ]),
    /answer fine of mood stands twice/,
  ],
  ['no exit for a complaint', playbook({ exits: [ENDS[1]] }), /need \{ on: complaint_opened/],
  ['no exit for a lost customer', playbook({ exits: [ENDS[0]] }), /need \{ on: customer_lost/],
  [
    'a complaint that stops some steps only',
    playbook({
      trigger: { on: 'order_line_paid' },
      exits: [{ on: 'complaint_opened', drops: 'use_up_steps' }, ENDS[1]],
    }),
    /need \{ on: complaint_opened, drops: all/,
  ],
  [
    'no exit of a complaint for a lost customer',
    playbook({ trigger: { on: 'complaint_closed' }, exits: [] }),
    /customer_lost/,
  ],
  ['an exit twice', playbook({ exits: [...ENDS, ENDS[1]] }), /customer_lost stands twice/],
  [
    'a refund where nothing was ordered',
    playbook({ exits: [...ENDS, { on: 'refunded', drops: 'all' }] }),
    /exit refunded never/,
  ],
  [
    'use-up steps to drop where there are none',
    playbook({ exits: [...ENDS, { on: 'purchased', drops: 'use_up_steps' }] }),
    /use_up_steps needs trigger order_line_paid/,
  ],
  [
    'use-up days of no product',
    playbook({}, [step('first', { beforeUseUpDays: 7, time: '09:50' })]),
    /beforeUseUpDays needs/,
  ],
  ['a day before somebody was known', playbook({}, [step('first', { offsetDays: -1 })]), /only trigger date/],
  [
    'a holiday nobody keeps',
    dated({ date: 'holiday', holidays: ['labour_camp'] }),
    /unknown holiday labour_camp; known are new_year/,
  ],
  ['holidays without a name', dated({ date: 'holiday' }), /needs holidays/],
  ['holidays of a birthday', dated({ date: 'birthday', holidays: ['qixi'] }), /belong to date: holiday/],
  ['a delivery where nothing was ordered', playbook({ when: { delivery: 'pickup' } }), /nobody knows delivery/],
  [
    'a live session where there was none',
    playbook({}, [step('first', { when: { hasWatched: true } })]),
    /step first: when: nobody knows hasWatched/,
  ],
  ['a reason with an unknown word', playbook({}, [step('first', { reason: '{{phone}}' })]), /unknown variable phone/],
  ['a reason that prints raw', playbook({}, [step('first', { reason: '{{{name}}}' })]), /only \{\{name\}\} may print/],
  ['a reason that loops', playbook({}, [step('first', { reason: '{{#each name}}x{{/each}}' })]), /only block allowed/],
  ['a reason that is cut off', playbook({}, [step('first', { reason: '{{#if name}}x' })]), /reason/],
  [
    'a reason with a word that is not always known',
    playbook({}, [step('first', { reason: '{{daysSince}} 天没来' })]),
    /daysSince\}\} is not always known/,
  ],
  ['a name of a live session without one', playbook({}, [step('first', { reason: '{{liveName}}' })]), /liveName/],
]

describe('a playbook file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huitouke-playbooks-'))
  after(() => rmSync(folder, { recursive: true }))
  const faultsOf = (text: string) => {
    writeFileSync(join(folder, 'probe.yaml'), text)
    return readPlaybooks(folder).faults
  }

  for (const [what, probe] of SOUND) {
    it(`takes ${what}`, () => expect(faultsOf(JSON.stringify(probe))).to.deep.equal([]))
  }

  for (const [what, probe, message] of FAULTY) {
    it(`refuses ${what}, by name and file`, () => {
      const faults = faultsOf(JSON.stringify(probe))
      expect(faults.map((fault) => fault.message).join('\n')).to.match(message)
      expect(new Set(faults.map(({ file }) => file))).to.deep.equal(new Set(['probe.yaml']))
    })
  }

  it('is told all its faults at once', () => {
    const probe = playbook({ exits: [] }, [step('first', { reason: '{{phone}}', offsetDays: -1 })])
    expect(faultsOf(JSON.stringify(probe))).to.have.length(4)
  })

  it('refuses what is no YAML, and aliases that could grow without bound', () => {
    expect(faultsOf('id: [')).to.not.have.length(0)
    expect(faultsOf('id: &a [x]\ntitle: *a\n')).to.not.have.length(0)
  })

  it('refuses an id that another file has', () => {
    writeFileSync(join(folder, 'other.yaml'), JSON.stringify(playbook()))
    expect(faultsOf(JSON.stringify(playbook())).map(({ message }) => message)).to.deep.equal(['id probe is used twice'])
    rmSync(join(folder, 'other.yaml'))
  })
})
