import { expect } from 'chai'
import { createTicketCache } from '../../src/client/tickets.ts'

function build() {
  const asked = { corp: 0, app: 0 }
  let nowMs = 0
  const give = (kind: 'corp' | 'app') => async () => {
    asked[kind] += 1
    return { ticket: `${kind}-${asked[kind]}`, expires_in: 7200 }
  }
  const client = { getJsapiTicket: give('corp'), getAgentTicket: give('app') }
  const cache = createTicketCache({ client, nowMs: () => nowMs })
  return { cache, asked, passMs: (ms: number) => (nowMs += ms) }
}

describe('JS-SDK ticket cache', () => {
  it('asks once for all who wait, and keeps the two kinds apart', async () => {
    const { cache, asked } = build()
    await Promise.all(Array.from({ length: 50 }, () => cache.read('app')))
    expect([await cache.read('app'), await cache.read('corp')]).to.deep.equal(['app-1', 'corp-1'])
    expect(asked).to.deep.equal({ corp: 1, app: 1 })
  })

  it('replaces a ticket five minutes before it ends', async () => {
    const { cache, passMs } = build()
    await cache.read('app')
    passMs(6_899_999)
    expect(await cache.read('app')).to.equal('app-1')
    passMs(1)
    expect(await cache.read('app')).to.equal('app-2')
  })

  it('a refused ticket is renewed once', async () => {
    const { cache, asked } = build()
    const refused = await cache.read('app')
    expect(await cache.renew('app', refused)).to.equal('app-2')
    expect(await cache.renew('app', refused)).to.equal('app-2')
    expect(asked.app).to.equal(2)
  })
})
