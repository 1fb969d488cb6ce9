import { expect } from 'chai'
import { createLog } from '../../../app/boot/log.ts'
import { startWeixinShop } from '../../../demo/malls/weixinShop.ts'
import { rowsOf } from '../../rights/rowsOf.ts'
import { forEachDatabase } from '../../support/db.ts'
import { startWeimob, WEIMOB } from '../../support/malls/weimob.ts'
import { SHOP } from '../../support/malls/weixinShop.ts'
import { YOUZAN, YOUZAN_ENV } from '../../support/malls/youzan.ts'
import { type BadEvent, NAME, PHONE } from './malformed/badEvent.ts'
import { BAD_SHOP_EVENTS } from './malformed/shopCases.ts'
import { BAD_WEIMOB_EVENTS } from './malformed/weimobCases.ts'
import { BAD_YOUZAN_EVENTS } from './malformed/youzanCases.ts'
import { type MallBench, startMallBench } from './mallBench.ts'

const ALL: [string, BadEvent[]][] = [
  ['有赞', BAD_YOUZAN_EVENTS],
  ['微盟', BAD_WEIMOB_EVENTS],
  ['微信小店', BAD_SHOP_EVENTS],
]

forEachDatabase((kind) =>
  describe(`malformed events of malls are refused with a clear error and leave nothing (${kind})`, function () {
    this.timeout(240_000)
    const lines: string[] = []
    let bench: MallBench
    let close: () => Promise<void>

    before(async () => {
      const [shop, mall] = [await startWeixinShop(SHOP), await startWeimob()]
      close = async () => void (await Promise.all([shop.close(), mall.close()]))
      const log = createLog('trace', { write: (line: string) => void lines.push(line) })
      bench = await startMallBench(kind, { log, env: { ...YOUZAN_ENV, ...shop.env, ...mall.env } })
    })
    after(async () => {
      await bench.app.stop()
      await close()
    })

    for (const [mall, cases] of ALL) {
      it(`${mall}: ${cases.length} ways to be malformed`, async () => {
        expect(cases).to.have.length.of.at.least(20)
        for (const { what, path, body, headers, status, names } of cases) {
          const { intake_exceptions: _, ...before } = await rowsOf(bench.app.deps.db)
          const answer = await bench.post(path, { body, headers })
          const text = await answer.text()
          expect(answer.status, `${what}: ${text}`).to.equal(status)
          const { error } = JSON.parse(text) as {
            error: { code: string; message: string; details?: { path: string }[] }
          }
          expect(error.code, what).to.equal(status === 401 ? 'BAD_SIGNATURE' : 'BAD_REQUEST')
          if (names !== undefined) expect(error.details?.map((fault) => fault.path).join(), what).to.include(names)
          for (const canary of [PHONE, NAME]) expect(text, what).to.not.include(canary)
          const { intake_exceptions: __, ...after } = await rowsOf(bench.app.deps.db)
          expect(after, what).to.deep.equal(before)
        }
      })
    }

    it('refuses a body over 256 KB', async () => {
      const answer = await bench.post('/hooks/youzan', { body: `"${'x'.repeat(300 * 1024)}"` })
      expect(answer.status).to.equal(413)
    })

    it('says why in the log, and nothing of a customer or a secret', () => {
      const text = lines.join('\n')
      expect(text).to.include('vendor event refused').and.include('msg.full_order_info.pay_info.payment')
      const secrets = [YOUZAN.clientSecret, WEIMOB.clientSecret, SHOP.secret, SHOP.token, SHOP.encodingAesKey]
      for (const canary of [PHONE, NAME, '金丝雀', ...secrets]) expect(text).to.not.include(canary)
    })

    it('tells a person what could be named, without a word of its content', async () => {
      const trouble = await bench.trouble()
      expect(trouble).to.include('vendor_unreadable E1 trade_TradePaid')
      const rows = JSON.stringify(await bench.app.deps.db.read.query('SELECT * FROM intake_exceptions'))
      for (const canary of [PHONE, NAME]) expect(rows).to.not.include(canary)
    })
  }),
)
