import { expect } from 'chai'
import { Job } from '../../../app/db/entities/durable.ts'
import { SendRecord } from '../../../app/db/entities/followUps.ts'
import { sendWelcome } from '../../../app/features/customers/commands/sendWelcome.ts'
import type { JobRun } from '../../../app/jobs/types.ts'
import { startTestApp, type TestApp } from '../../support/app.ts'
import { seedChain } from '../../support/chain.ts'
import { forEachDatabase } from '../../support/db.ts'
import { until } from '../../support/until.ts'

forEachDatabase((kind) =>
  describe(`the welcome (${kind})`, () => {
    let app: TestApp
    let ids: Record<string, number>

    beforeEach(async () => {
      app = await startTestApp(kind)
      ids = await seedChain(app.deps, app.local, [{ userId: 'guide.lin', name: '林晓' }])
    })
    afterEach(() => app.stop())

    const job = async () => app.deps.db.read.findOneByOrFail(Job, { kind: 'customers.welcome' })
    const records = () => app.deps.db.read.findBy(SendRecord, { kind: 'welcome' })

    it('goes out although the profile cannot be read', async () => {
      app.local.fault({ api: 'externalcontact/get', times: 50, errcode: -1 })
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      await app.local.delivery.idle()
      await until('the welcome', () => app.local.chatOf('guide.lin', externalUserId).length === 1)
      expect(app.local.chatOf('guide.lin', externalUserId)[0]?.from).to.equal('welcome')
      app.local.clearFaults()
    })

    it('names the guide, and leaves no gap unfilled', async () => {
      app.local.customerAdds({ userid: 'guide.lin', name: '{{customerName}}' })
      await app.settle()
      const [record] = await records()
      expect(record?.body).to.include('林晓')
      expect(record?.body).not.to.match(/[{}【】]/)
      expect(record).to.include({ result: 'ok', guideId: ids['guide.lin'] })
    })

    for (const errcode of [41050, 41051, 41053]) {
      it(`${errcode} is the end of it: no second try, kept as not sent`, async () => {
        app.local.fault({ api: 'externalcontact/send_welcome_msg', times: 1, errcode })
        app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
        await app.settle()
        expect(app.local.calls('externalcontact/send_welcome_msg')).to.have.length(1)
        expect(await job()).to.include({ state: 'done', outcome: `welcome_${errcode}` })
        expect(await records()).to.have.length(1)
        expect((await records())[0]).to.include({ result: 'fail', failure: `welcome_${errcode}` })
      })
    }

    it('after a crash between call and settlement, "already sent" was ourselves, and nobody is greeted twice', async () => {
      const { externalUserId } = app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳' })
      await app.settle()
      const done = await job()
      await app.deps.db.transaction((tx) => tx.delete(SendRecord, { kind: 'welcome' }))
      const again: JobRun = {
        id: done.id,
        attempts: 2,
        calledAtMs: app.clock.nowMs(),
        markCall: async () => undefined,
        settle: async () => undefined,
        signal: new AbortController().signal,
      }
      expect(await sendWelcome(app.deps, done.payload as never, again)).to.equal('sent')
      expect(app.local.chatOf('guide.lin', externalUserId)).to.have.length(1)
      expect((await records())[0]).to.include({ result: 'ok' })
    })

    it('no code, no welcome: the console has its own', async () => {
      app.local.customerAdds({ userid: 'guide.lin', name: '王芳芳', consoleWelcome: true })
      await app.settle()
      expect(await app.deps.db.read.countBy(Job, { kind: 'customers.welcome' })).to.equal(0)
    })
  }),
)
