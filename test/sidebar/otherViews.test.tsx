import { expect } from 'chai'
import { Page } from '../../sidebar/guide/App.tsx'
import { RefusedPage } from '../../sidebar/guide/ClientStates.tsx'
import { GroupView } from '../../sidebar/guide/GroupPage.tsx'
import { HomeView } from '../../sidebar/guide/HomePage.tsx'
import { FailedPage } from '../../sidebar/guide/LoadStates.tsx'
import { ApiError } from '../../sidebar/shared/api.ts'
import { GROUP, MY_LIST } from '../browser/fixtures.ts'
import { renderAtDesk, textOf } from './renderAtDesk.tsx'

describe('the other states of the guide page', () => {
  it('shows a group without anybody’s spending', () => {
    const text = textOf(renderAtDesk(<GroupView panel={GROUP} canSend />))
    expect(text).to.include('徐汇店老客福利群').and.include('186 / 179').and.include('2 天前').and.include('发送到群')
    expect(text).to.not.include('¥')
  })

  it('lists what is mine today and how much is late', () => {
    const html = renderAtDesk(<HomeView list={MY_LIST} onReload={() => undefined} />)
    expect(textOf(html)).to.include('今天 3 位待跟进').and.include('其中 1 位已经晚了')
    expect(html).to.include('href="#/t/11"')
    const empty = renderAtDesk(<HomeView list={{ rows: [], overdue: 0 }} onReload={() => undefined} />)
    expect(textOf(empty)).to.include('今天都跟进完了')
  })

  const REFUSALS = [
    ['getCurExternalContact:no permission', '还没有客户联系权限', '权限配置'],
    ['agentConfig:fail invalid signature', '企业微信还不信任这个页面', '可信域名'],
    ['config:fail, 80001', '企业微信还不信任这个页面', '可信域名'],
    ['agentConfig:fail invalid corpId', '当前登录的是另一家企业', '切换'],
    ['getContext:function not exist', '企业微信版本太旧', '升级'],
    ['something new', '没能认出当前聊天', '管理员'],
  ] as const
  for (const [errMsg, title, fix] of REFUSALS)
    it(`turns ${errMsg} into words, not codes`, () => {
      const text = textOf(renderAtDesk(<RefusedPage errMsg={errMsg} />))
      expect(text).to.include(title).and.include(fix).and.include('复制给管理员')
      expect(text).to.not.include(errMsg)
    })

  const FAILURES = [
    [404, '看不到这里的资料'],
    [403, '你还没有权限'],
    [401, '重新进入'],
    [0, '重试'],
    [500, '重试'],
  ] as const
  for (const [status, words] of FAILURES)
    it(`answers status ${status} with a next step`, () => {
      const error = new ApiError('X', status, '服务出错了')
      expect(textOf(renderAtDesk(<FailedPage error={error} notFound="没有" onRetry={() => undefined} />))).to.include(
        words,
      )
    })

  it('keeps its shape while it does not know where it stands', () => {
    expect(renderAtDesk(<Page route="" where={undefined} />)).to.include('class="skeleton"')
  })

  it('asks to be opened in WeCom when there is no client, or a silent one', () => {
    Object.assign(globalThis, { location: { href: 'https://guide.example.com/sidebar/' } })
    for (const kind of ['outside', 'silent'] as const)
      expect(textOf(renderAtDesk(<Page route="home" where={{ kind }} />))).to.include('请在企业微信里打开')
  })
})
