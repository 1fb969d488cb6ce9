import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { PlaybookStep } from '../../../app/domain/followUps/playbook.ts'
import { loadFollowUpContent, loadPlaybooks } from '../../../app/features/followUps/loadPlaybooks.ts'
import { TemplateFaults } from '../../../app/talkTracks/faults.ts'
import { loadTalkTracks } from '../../../app/talkTracks/library.ts'
import { loadRules } from '../../../config/rules.ts'

const run = promisify(execFile)

const dayOf = (step: PlaybookStep) => ('offsetDays' in step ? step.offsetDays : 0)

describe('playbooks as operators write them', () => {
  const offers = loadRules('config').offers
  const content = () => loadFollowUpContent('templates', loadTalkTracks('templates/talk-tracks'), offers)
  const shipped = loadPlaybooks('templates/playbooks')

  it('ship ready to use, checked against talk tracks, cards and offers', () => {
    expect(content().playbooks.map(({ id }) => id)).to.have.members([
      ...['first_purchase', 'new_friend', 'card_unclaimed', 'first_order_silent', 'silent', 'churned'],
      ...['birthday', 'holiday', 'holiday_loyal', 'spring_festival', 'anniversary', 'return_visit'],
      ...['complaint', 'complaint_return', 'refer_friend', 'live_72h', 'segment_call'],
      ...['campaign_build_up', 'campaign_warm_up', 'campaign_sprint', 'campaign_afterglow'],
    ])
  })

  it('never ask at the full or half hour, nor far from a time when people look at their phone', () => {
    const times = shipped.flatMap(({ steps }) => steps.flatMap((step) => ('time' in step && step.time) || []))
    expect(times).to.not.have.length(0)
    for (const time of times) {
      expect(time).to.not.match(/:[03]0$/)
      expect((time >= '09:40' && time <= '10:20') || (time >= '19:00' && time <= '20:30'), time).to.equal(true)
    }
  })

  it('care first: outside a campaign a sale never opens a playbook', () => {
    for (const { id, trigger, steps } of shipped) {
      if (trigger.on === 'campaign_phase' || trigger.on === 'segment' || id === 'refer_friend') continue
      const [first] = steps.filter((step) => 'offsetDays' in step).sort((a, b) => dayOf(a) - dayOf(b))
      expect(first?.purpose, id).to.equal('service')
    }
  })

  it('put a complaint before everything else', () => {
    const priorities = (id: RegExp) =>
      shipped.filter((book) => id.test(book.id)).flatMap(({ steps }) => steps.map(({ priority }) => priority))
    expect(Math.min(...priorities(/^complaint/))).to.be.above(Math.max(...priorities(/^(?!complaint)/)))
  })

  it('stop the start when a step names a benefit that is not offered', () => {
    const { birthday: _, ...others } = offers
    const load = () => loadFollowUpContent('templates', loadTalkTracks('templates/talk-tracks'), others)
    expect(load).to.throw(TemplateFaults, 'step gift: config/offers.yaml has no birthday')
  })

  it('stop the start when a step asks for a set that has nothing to say', () => {
    const copy = mkdtempSync(join(tmpdir(), 'huitouke-templates-'))
    cpSync('templates', copy, { recursive: true })
    rmSync(join(copy, 'talk-tracks', 'new-friend', 'day-3.hbs'))
    const talkTracks = () => loadTalkTracks(join(copy, 'talk-tracks'))
    expect(talkTracks).to.throw(TemplateFaults, 'new-friend/day-3')
    rmSync(join(copy, 'talk-tracks', 'new-friend'), { recursive: true })
    expect(() => loadFollowUpContent(copy, talkTracks(), offers)).to.throw(TemplateFaults, 'playbook new_friend')
    rmSync(copy, { recursive: true })
  })

  it('are all reported by check:templates, which then fails', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'huitouke-templates-'))
    cpSync('templates', copy, { recursive: true })
    const check = () =>
      run(process.execPath, ['--import=tsx', '--conditions=source', 'app/cli/checkTemplates.ts', copy])
    expect((await check()).stdout).to.match(/talk tracks, 21 playbooks, rules of credit version 1, no fault/)
    writeFileSync(
      join(copy, 'talk-tracks', 'welcome', 'bad.hbs'),
      '---\nid: bad-one\ntitle: 坏\nset: welcome\n---\n{{{x}}}',
    )
    writeFileSync(join(copy, 'cards', 'closed.hbs'), '---\nsample: {}\n---\nsource: 助手\n')
    const failed = await check().then(
      () => undefined,
      (error: { code: number; stdout: string }) => error,
    )
    expect(failed?.code).to.equal(1)
    expect(failed?.stdout).to.include('talk-tracks/welcome/bad.hbs:6: ').and.include('cards/closed.hbs: the text title')
    rmSync(copy, { recursive: true })
  }).timeout(240_000)
})
