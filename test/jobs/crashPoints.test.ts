import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { ALL_CRASH_POINTS, createCrashPoint } from '../../app/jobs/crashPoints.ts'

const APP = resolve(import.meta.dirname, '../../app')

describe('crash points', () => {
  it('each named point exists in the code, and each point in the code is named', () => {
    const files = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    const sources = files.map((file) => readFileSync(join(APP, file), 'utf8')).join('\n')
    const used = [...sources.matchAll(/crashPoint(?:\?\.)?\('([\w.]+)'\)/g)].map((match) => match[1])
    expect(new Set(used)).to.deep.equal(new Set(ALL_CRASH_POINTS))
  })

  it('a misspelt name stops the start instead of testing nothing', () => {
    expect(() => createCrashPoint('inbox.afterComit')).to.throw('unknown crash point')
  })

  it('does nothing unless one is named', () => {
    expect(() => createCrashPoint(undefined)('inbox.afterCommit')).not.to.throw()
  })
})
