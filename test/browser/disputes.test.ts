import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen, tapOn } from './boardPages.ts'

const SETTLING: Screen[] = [
  { name: 'disputes', address: '#/disputes', says: ['客户是我接待的，林晓那天休息', '现在：林晓 ¥909.30'] },
  {
    name: 'dispute',
    address: '#/disputes',
    taps: ['SH001-20261113-LARGE', '支持'],
    says: ['2026年10月已结账', '改计给'],
  },
]
const CORRECTING: Screen[] = [
  { name: 'corrections', address: '#/corrections', says: ['K5 改计给周宁 70%', '另一位运营批准'] },
  {
    name: 'correction',
    address: '#/corrections',
    taps: ['K5 改计给周宁'],
    says: ['理由：看了监控', '说明（不批准时必填）'],
  },
  { name: 'propose', address: '#/corrections', taps: ['更正一单'], says: ['订单号'] },
]

withChromium(() => {
  describe('objections on the board', () => {
    const board = boardPagesOf('manager')

    itLooksRight(board, SETTLING)

    it('a manager upholds one: the guide is proposed, the answer is asked for, and it goes to the head office', async () => {
      const page = await board.open('#/disputes')
      await tapOn(page, 'SH001-20261113-LARGE')
      await page.getByRole('button', { name: '支持', exact: true }).click()
      await page.getByText('支持后报总部，批准了业绩才会改。').waitFor()
      const send = page.getByRole('button', { name: '支持，报总部' })
      expect(await send.isDisabled()).to.equal(true)
      await page.getByLabel('给周宁的答复').fill('看了监控')
      await send.click()
      await page.getByText('周宁的异议：已支持，等总部批准更正').waitFor()
      await page.getByText('没有等着处理的异议。').waitFor()
      const { path, body } = board.site.posted.at(-1) ?? {}
      expect(path).to.equal('/api/credit-objections/7/settle')
      expect(body).to.deep.include({ outcome: 'upheld', answer: '看了监控' })
      expect(body?.correction).to.deep.equal({ to: [{ guideUserId: 'guide.zhou', parts: 1 }] })
    })

    it('a manager rejects one with an answer', async () => {
      const page = await board.open('#/disputes')
      await tapOn(page, 'SH001-20261113-LARGE')
      await page.getByRole('button', { name: '不支持' }).click()
      await page.getByLabel('给周宁的答复').fill('小票是林晓开的')
      await page.getByRole('button', { name: '不支持' }).last().click()
      await page.getByText('周宁的异议：没有支持').waitFor()
      expect(board.site.posted.at(-1)?.body).to.deep.equal({ outcome: 'rejected', answer: '小票是林晓开的' })
    })
  })

  describe('corrections on the board', () => {
    const board = boardPagesOf('operator')

    itLooksRight(board, CORRECTING)

    it('an operator finds an order by its number and gives one line of it to two, by parts', async () => {
      const page = await board.open('#/corrections')
      await tapOn(page, '更正一单')
      await page.getByLabel('订单号').fill('nothing')
      await page.getByRole('button', { name: '查找' }).click()
      await page.getByText('没有这个订单号。').waitFor()
      await page.getByLabel('订单号').fill('SH001-20261113-LARGE')
      await page.getByRole('button', { name: '查找' }).click()
      await page.getByRole('button', { name: /羊毛围巾/ }).click()
      await page.getByLabel('找导购或门店').fill('张')
      await page.getByRole('button', { name: '张敏 静安店' }).click()
      await page.getByRole('button', { name: '再加一方' }).click()
      await page.getByLabel('找导购或门店').fill('')
      await page.getByRole('button', { name: '徐汇店门店池', exact: true }).click()
      await page.getByLabel('张敏占几份').fill('3')
      await page.getByLabel('理由').fill('算错了')
      await page.getByRole('button', { name: '更正', exact: true }).click()
      await page.getByText('更正 K9 已提出，等另一位运营批准').waitFor()
      const { clientKey, ...body } = board.site.posted.at(-1)?.body ?? {}
      expect(clientKey).to.be.a('string')
      expect(body).to.deep.equal({
        ...{ lineNo: '2', reason: '算错了' },
        to: [
          { guideUserId: 'guide.zhang', parts: 3 },
          { storeCode: 'SH001', parts: 1 },
        ],
      })
    })

    it('a second operator approves; whose own it is cannot', async () => {
      const page = await board.open('#/corrections')
      await tapOn(page, 'K6 改计给张敏')
      await page.getByText('要由另一位运营来批准。').waitFor()
      expect(await page.getByRole('button', { name: '批准', exact: true }).count()).to.equal(0)
      await page.getByRole('button', { name: '关闭' }).click()
      await tapOn(page, 'K5 改计给周宁')
      expect(await page.getByRole('button', { name: '不批准' }).isDisabled()).to.equal(true)
      await page.getByRole('button', { name: '批准', exact: true }).click()
      await page.getByText('更正 K5 已批准，业绩改好了').waitFor()
      expect(board.site.posted.at(-1)?.body).to.deep.equal({ outcome: 'approved', note: '' })
    })
  })
})
