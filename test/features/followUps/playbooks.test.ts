import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { loadFollowUpContent, loadPlaybooks, readPlaybooks } from '../../../app/features/followUps/loadPlaybooks.ts'
import { TemplateFaults } from '../../../app/talkTracks/faults.ts'
import { loadTalkTracks } from '../../../app/talkTracks/library.ts'

const run = promisify(execFile)

describe('playbooks as operators write them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huitouke-playbooks-'))
  after(() => rmSync(folder, { recursive: true }))

  const STEP =
    '{ id: day_1, title: 问候, offsetDays: 1, time: "09:50", purpose: service, priority: 1, talkTrackSet: care/x }'
  const faultsOf = (steps: string, more = '') => {
    const file = join(folder, 'probe.yaml')
    writeFileSync(file, `id: probe\ntitle: 试\ntrigger: customer_added\nsteps:\n  - ${steps}\nexits: []\n${more}`)
    return readPlaybooks(folder).faults.map(({ message }) => message)
  }

  it('ship two, checked against the talk tracks and cards', () => {
    const content = loadFollowUpContent('templates', loadTalkTracks('templates/talk-tracks'))
    expect(content.playbooks.map(({ id }) => id)).to.deep.equal(['first_purchase', 'new_friend'])
  })

  it('take a plain step', () => expect(faultsOf(STEP)).to.deep.equal([]))

  for (const [what, steps, more] of [
    ['a step without a title', STEP.replace('title: 问候, ', ''), ''],
    ['a time that is none', STEP.replace('09:50', '25:00'), ''],
    ['an unknown condition', STEP.replace(' }', ', when: { weather: sunny } }'), ''],
    ['an unknown field', STEP, 'extra: 1\n'],
    ['the same step twice', `${STEP}\n  - ${STEP}`, ''],
    ['no YAML', '{ id: [', ''],
  ] as const) {
    it(`refuse ${what}`, () => expect(faultsOf(steps, more)).to.not.have.length(0))
  }

  it('stop the start when a step asks for a set that has nothing to say', () => {
    const copy = mkdtempSync(join(tmpdir(), 'huitouke-templates-'))
    cpSync('templates', copy, { recursive: true })
    rmSync(join(copy, 'talk-tracks', 'new-friend', 'day-3.hbs'))
    const talkTracks = () => loadTalkTracks(join(copy, 'talk-tracks'))
    expect(talkTracks).to.throw(TemplateFaults, 'new-friend/day-3')
    rmSync(join(copy, 'talk-tracks', 'new-friend'), { recursive: true })
    expect(() => loadFollowUpContent(copy, talkTracks())).to.throw(TemplateFaults, 'playbook new_friend')
    rmSync(copy, { recursive: true })
  })

  it('are all reported by check:templates, which then fails', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'huitouke-templates-'))
    cpSync('templates', copy, { recursive: true })
    const check = () =>
      run(process.execPath, ['--import=tsx', '--conditions=source', 'app/cli/checkTemplates.ts', copy])
    expect((await check()).stdout).to.match(/talk tracks, 2 playbooks, no fault/)
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
  }).timeout(60_000)

  it('load without faults', () => expect(loadPlaybooks('templates/playbooks')).to.have.length(2))
})
