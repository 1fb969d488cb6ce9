import { expect } from 'chai'
import { withChromium } from '../support/browser.ts'
import { boardPagesOf, itLooksRight, type Screen, tapOn } from './boardPages.ts'

const SCREENS: Screen[] = [
  { name: 'dry-runs', address: '#/dry-runs', says: ['现行规则：第 1 版', '规则写得没有问题', '只看服务'] },
  { name: 'dry-run', address: '#/dry-runs?run=3', says: ['¥318,700.00', '+¥318,700.00', '−¥318,700.00'] },
  { name: 'dry-run-stores', address: '#/dry-runs?run=3&region=EAST', says: ['旗舰店', '下一页'] },
  { name: 'dry-run-holders', address: '#/dry-runs?run=3&region=EAST&store=SH001', says: ['周敏', '门店池'] },
  {
    name: 'dry-run-why',
    address: '#/dry-runs?run=3&region=EAST&store=SH001&account=guide:2',
    taps: ['SH001-20261003-0042'],
    says: ['归周敏 30%', '又有变化'],
  },
  { name: 'dry-run-running', address: '#/dry-runs?run=4', says: ['算到 42%'] },
  { name: 'dry-run-long', address: '#/dry-runs?run=6', says: ['共 482,000 行，Excel 表格放不下'] },
  { name: 'dry-run-none', address: '#/dry-runs?run=5', says: ['没有一笔订单会换人'] },
]

withChromium(() => {
  describe('the dry run of a rule file on the board', () => {
    const board = boardPagesOf('operator')

    itLooksRight(board, SCREENS)

    it('says what is wrong in which line, leads there, and begins nothing until it is mended', async () => {
      const page = await board.open('#/dry-runs')
      const box = page.getByLabel('规则文件')
      await page.getByText('规则写得没有问题').waitFor()
      const source = await box.inputValue()
      await box.fill(source.replace('waitDays: 30', 'waitDays: 三十'))
      await page.getByText('有 1 处要改').waitFor()
      expect(await page.getByRole('button', { name: '试算', exact: true }).isDisabled()).to.equal(true)
      await page.getByRole('button', { name: '第 16 行' }).click()
      // The line is marked: what is typed takes its place.
      await page.keyboard.type('waitDays: 45')
      await page.getByText('规则写得没有问题').waitFor()
      expect(await box.inputValue()).to.equal(source.replace('waitDays: 30', 'waitDays: 45'))
      await tapOn(page, '回到现行规则')
      expect(await box.inputValue()).to.equal(source)
    })

    it('takes a file, asks once for the days of last month, and shows what came of it', async () => {
      const page = await board.open('#/dry-runs')
      const source = await page.getByLabel('规则文件').inputValue()
      const buffer = Buffer.from(source.replace('先到先得', '七三分'))
      await page.getByLabel('选文件').setInputFiles({ name: 'v2.yaml', mimeType: 'text/yaml', buffer })
      await page.getByText('规则写得没有问题：“七三分”').waitFor()
      await page.getByRole('button', { name: '试算', exact: true }).click()
      await page.getByText('会换人的业绩').waitFor()
      const asked = board.site.posted.filter(({ path }) => path === '/api/dry-runs')
      expect(asked).to.have.length(1)
      expect(asked[0]?.body).to.deep.include({ rules: buffer.toString(), from: '2026-10-01', to: '2026-10-31' })
    })

    it('leads from region to store to guide to the orders, and back', async () => {
      const page = await board.open('#/dry-runs?run=3')
      await page.getByRole('link', { name: '华东' }).click()
      await page.getByRole('link', { name: /旗舰店/ }).click()
      await page.getByRole('link', { name: '周敏' }).click()
      await page.getByRole('button', { name: 'SH001-20261003-0042' }).click()
      await page.getByRole('dialog').getByText('归林晓 70%').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('navigation', { name: '位置' }).getByRole('link', { name: '全部' }).click()
      await page.getByText('华南').waitFor()
      expect(page.url()).to.match(/#\/dry-runs\?run=3$/)
    })
  })
})
