import { expect } from 'chai'
import { createLog } from '../../app/boot/log.ts'

function linesOf(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('trace', { write: (line: string) => void lines.push(line) }))
  return lines.join('')
}

describe('the log', () => {
  for (const name of ['secret', 'access_token', 'phone', 'text', 'content', 'body', 'cookie', 'welcomeCode', 'ticket'])
    it(`hides ${name}, two levels down too`, () => {
      const text = linesOf((log) =>
        log.info({ [name]: 'canary', a: { [name]: 'canary', b: { [name]: 'canary' } } }, 'x'),
      )
      expect(text).to.include('[hidden]')
      expect(text).to.not.include('canary')
    })

  it('keeps SQL and its values out of a failed query', () => {
    const error = Object.assign(new Error("Duplicate entry '13800000001'"), {
      name: 'QueryFailedError',
      query: 'INSERT 13800000001',
      parameters: ['13800000001'],
    })
    expect(linesOf((log) => log.error({ err: error }, 'failed'))).to.not.include('13800000001')
  })
})
