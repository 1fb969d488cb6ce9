import { Writable } from 'node:stream'
import { expect } from 'chai'
import pino from 'pino'
import { startTestApp } from '../../support/app.ts'

describe('the rules in force', () => {
  it('are named in the log of a start', async () => {
    const lines: string[] = []
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk))
        done()
      },
    })
    const app = await startTestApp('sqlite', { log: pino({ level: 'info' }, stream) })
    await app.stop()
    const said = lines.map((line) => JSON.parse(line) as object)
    expect(said.filter((line) => 'msg' in line && line.msg === 'rules of credit in force')).to.have.length(1)
    const [line] = said.filter((one) => 'msg' in one && one.msg === 'rules of credit in force')
    expect(line).to.deep.include({ version: 1, title: '先到先得' })
  })
})
