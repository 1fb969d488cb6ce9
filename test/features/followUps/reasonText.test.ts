import { expect } from 'chai'
import { loadPlaybooks } from '../../../app/features/followUps/loadPlaybooks.ts'
import { reasonText } from '../../../app/features/followUps/reasonText.ts'

describe('the reason of a step', () => {
  const shipped = loadPlaybooks('templates/playbooks')
  const say = (playbookId: string, stepId: string, data: Record<string, unknown>) => {
    const step = shipped.find(({ id }) => id === playbookId)?.steps.find(({ id }) => id === stepId)
    if (!step) throw new Error(`no ${playbookId} ${stepId}`)
    return reasonText(step, data)
  }

  for (const [playbookId, stepId, data, sentence] of [
    [
      ...['first_purchase', 'day_1'],
      { anchorDay: '2026-11-02', productName: '白毫银针' },
      '11月2日买了「白毫银针」，核对地址，提醒留意快递',
    ],
    ['first_purchase', 'day_1', {}, '之前买了商品，核对地址，提醒留意快递'],
    ['silent', 'care', { anchorDay: '2026-11-02', daysSince: '120' }, '常来的客户，120 天没来了，先问候一声'],
    ['silent', 'care', { anchorDay: '2026-11-02' }, '常来的客户，好久没来了，先问候一声'],
    ['holiday', 'greeting', { holidayName: '中秋节' }, '中秋节到了，道声祝福，不谈买东西'],
    ['segment_call', 'talk', { name: '秋茶老客', note: '问问口味' }, '秋茶老客：问问口味'],
    ['segment_call', 'talk', { name: '秋茶老客' }, '秋茶老客'],
  ] as [string, string, Record<string, string>, string][]) {
    it(`reads: ${sentence}`, () => expect(say(playbookId, stepId, data)).to.equal(sentence))
  }

  it('takes words from outside as words: cut, on one line, no template', () => {
    const productName = `{{name}}\u202e\n${'茶'.repeat(200)}`
    const text = say('first_purchase', 'day_1', { anchorDay: '2026-11-02', productName })
    expect(text).to.match(/^11月2日买了「\{\{name\}\} 茶+…」，核对/)
    expect(text.length).to.be.below(60)
  })

  it('takes nothing but text', () => {
    expect(say('silent', 'care', { daysSince: { toString: () => 'x' } })).to.include('好久没来了')
  })

  it('can be said for every step of every playbook without a gap, whatever is known', () => {
    for (const { steps } of shipped) {
      for (const step of steps) expect(reasonText(step, {})).to.match(/^[^【】]{5,60}$/u)
    }
  })
})
