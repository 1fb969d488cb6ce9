import { type RawAnswer, rawAnswer } from '../../http/route.ts'

/** Who could not sign in, told in words a shop guide understands: what is missing, and who can mend it. */
export type SignInProblem = 'stale' | 'outsider' | 'unknown_member' | 'not_working' | 'wecom_away'

const TEXTS: Record<SignInProblem, { title: string; lines: string[] }> = {
  stale: { title: '登录没有完成', lines: ['这个链接已经用过或过期了。', '请关闭本页，回到企业微信里重新打开。'] },
  outsider: {
    title: '这里只给本企业的导购使用',
    lines: ['你还不是本企业的成员。', '请用工作用的企业微信账号打开，或联系店长。'],
  },
  unknown_member: {
    title: '还没有给你开通',
    lines: ['你的账号还不在导购名单里。', '请让店长或总部运营把你加进名单（导入导购表），加好后重新打开即可。'],
  },
  not_working: {
    title: '你目前没有在岗的门店',
    lines: ['名单里你已离职，或今天没有安排门店。', '如果不对，请让店长或总部运营更新名单。'],
  },
  wecom_away: {
    title: '暂时登录不了',
    lines: ['现在连不上企业微信。', '请过一会儿再重新打开；一直不行，请告诉总部运营检查系统。'],
  },
}

/** @param userId shown so that it can be read out to whoever keeps the list */
export function signInPage(problem: SignInProblem, userId?: string): RawAnswer {
  const { title, lines } = TEXTS[problem]
  const account = userId === undefined ? '' : `<p>企业微信账号：${escapeHtml(userId)}</p>`
  const body = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title></head><body><main><h1>${title}</h1>${lines.map((line) => `<p>${line}</p>`).join('')}${account}</main></body></html>`
  const status = problem === 'wecom_away' ? 503 : 403
  return rawAnswer({ status, type: 'text/html; charset=utf-8', body, headers: { 'cache-control': 'no-store' } })
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}
