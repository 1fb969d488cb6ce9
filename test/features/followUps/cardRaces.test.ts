import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { FollowUp } from '../../../app/db/entities/followUps.ts'
import type { Deps } from '../../../app/deps.ts'
import { actOnFollowUp } from '../../../app/features/followUps/commands/actOnFollowUp.ts'
import { type CardToRefresh, refreshCard } from '../../../app/features/followUps/commands/refreshCard.ts'
import { sendCard } from '../../../app/features/followUps/commands/sendCard.ts'
import { loadFollowUpContent } from '../../../app/features/followUps/loadPlaybooks.ts'
import type { JobRun, NewJob } from '../../../app/jobs/types.ts'
import { forEachDatabase } from '../../support/db.ts'
import { until } from '../../support/until.ts'
import { addCustomer, cardsOf, goTo, openShop, type Shop, step } from './shop.ts'

const job = { settle: async () => undefined, markCall: async () => undefined } as unknown as JobRun

forEachDatabase((kind) =>
  describe(`a card that changes while another change of it is on its way (${kind})`, () => {
    let shop: Shop
    let row: FollowUp

    beforeEach(async () => {
      shop = await openShop(kind)
      const customer = await addCustomer(shop, '王芳芳')
      await goTo(shop, '2026-11-22T10:00:00')
      row = await step(shop, customer, 'day_1')
      // What is clicked here is handled by hand.
      shop.app.local.delivery.mode({ silent: true })
    })
    afterEach(() => shop.app.stop())

    const cards = () => cardsOf(shop).filter(({ taskId }) => taskId?.startsWith(`fu_${row.id}_`))
    const isLive = (taskId: string) =>
      cards().find((card) => card.taskId === taskId)?.content.replace_text === undefined
    const content = () => loadFollowUpContent('templates', shop.app.deps.talkTracks, shop.app.deps.rules.offers)
    const finish = (deps: Deps) =>
      actOnFollowUp(deps, { followUpId: row.id, guideId: row.guideId, act: { kind: 'done' } })

    /** The product whose calls to WeCom are overtaken: `meanwhile` happens once they were made, or just before. */
    function overtaken(
      call: 'sendMessage' | 'updateTemplateCard',
      meanwhile: () => Promise<unknown>,
      when: string,
    ): Deps {
      const { deps } = shop.app
      const real = deps.wecom[call] as (input: unknown) => Promise<unknown>
      const slow = async (input: unknown) => {
        if (when === 'before') await meanwhile()
        const answer = await real(input)
        if (when === 'after') await meanwhile()
        return answer
      }
      return { ...deps, wecom: { ...deps.wecom, [call]: slow } }
    }

    /** Another card of this follow-up, on its way for the first time. */
    async function sendAnother(deps: Deps): Promise<string> {
      const taskId = `fu_${row.id}_77`
      await shop.app.deps.db.transaction((tx) =>
        tx.update(FollowUp, { id: row.id }, { cardTaskId: taskId, cardResponseCode: null }),
      )
      const { content: card } = cards()[0]!
      await sendCard(
        deps,
        { userId: 'guide.lin', followUpId: row.id, card: { ...card, task_id: taskId } as never },
        job,
      )
      return taskId
    }

    async function isSomebodyWaiting(): Promise<boolean> {
      // Asked again within 100 ms, InnoDB repeats its last answer.
      await sleep(120)
      const waiting: unknown[] = await shop.app.deps.db.read.query(
        `SELECT 1 FROM information_schema.innodb_trx AS trx JOIN information_schema.processlist AS people
         ON people.id = trx.trx_mysql_thread_id WHERE people.db = DATABASE() AND trx.trx_state = 'LOCK WAIT'`,
      )
      return waiting.length > 0
    }

    for (const what of ['done', 'snooze', 'skip'])
      it(`says so when the guide taps ${what} in the sidebar while the card is being sent`, async () => {
        const body = { done: {}, snooze: { until: 'tonight' }, skip: { reason: '在店里聊过' } }[what]
        const meanwhile = async () => {
          const { status } = await shop.lin.post(`/api/follow-ups/${row.id}/${what}`, body)
          expect(status).to.equal(200)
        }
        const taskId = await sendAnother(overtaken('sendMessage', meanwhile, 'after'))
        await shop.app.settle()
        expect(isLive(taskId)).to.equal(false)
      })

    it('says so when the guide closes it while the code of the card is being stored', async () => {
      const { deps } = shop.app
      let second: Promise<unknown> | undefined
      const transaction: Deps['db']['transaction'] = (work) =>
        deps.db.transaction(async (tx) => {
          const result = await work(tx)
          second = finish(deps)
          // SQLite has one writer anyway.
          if (kind === 'mysql') await until('the tap waits for what is being stored', isSomebodyWaiting)
          return result
        })
      const taskId = await sendAnother({ ...deps, db: { ...deps.db, transaction } })
      expect(await second).to.equal('change')
      await shop.app.settle()
      expect(isLive(taskId)).to.equal(false)
    })

    it('shows its buttons no more when it was shown anew and closed elsewhere at the same moment', async () => {
      const { deps } = shop.app
      const taskId = row.cardTaskId ?? ''
      const { responseCode } = shop.app.local.clickCard({ userid: 'guide.lin', taskId, key: 'mute_tomorrow' })
      const clicked = { followUpId: row.id, guideId: row.guideId, taskId, responseCode, isClicked: true }
      let second: Promise<unknown> | undefined
      const meanwhile = async () => {
        const asked: NewJob[] = []
        const enqueue: Deps['enqueue'] = async (_tx, jobs) => void asked.push(...[jobs].flat())
        await finish({ ...deps, enqueue })
        const refresh = asked.find((one) => one.kind === 'followUps.refreshCard')
        let [looks, isOver] = [0, false]
        const transaction: Deps['db']['transaction'] = (work) => {
          looks += 1
          return deps.db.transaction(work)
        }
        const watched = { ...deps, db: { ...deps.db, transaction } }
        second = refreshCard(watched, content(), refresh?.payload as CardToRefresh, job).finally(() => {
          isOver = true
        })
        // It has either gone past this one, or is waiting for it.
        await until('the second change has come as far as it can', () => isOver || looks > 2)
      }
      await refreshCard(overtaken('updateTemplateCard', meanwhile, 'before'), content(), clicked, job)
      expect(await second).to.equal('refreshed')
      expect(isLive(taskId)).to.equal(false)
    })
  }),
)
