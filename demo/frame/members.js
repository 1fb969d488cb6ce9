import { ask } from './api.js'
import { at, formatMinute, make } from './dom.js'

const KINDS = {
  'referral.reward': '带来朋友',
  'referral.reversal': '朋友退了货',
  'referral.honour': '推荐达人',
  'referral.honour_reversal': '不再是推荐达人',
}
let shown = 0

/** What the member system was told of points, newest on top. */
export async function readMembers(nowMs) {
  const { calls } = await ask('member-system', { after: shown })
  shown += calls.length
  for (const { key, memberNo, points, kind, occurredAt } of calls) {
    const sign = points > 0 ? '+' : '−'
    at('members-none').hidden = true
    at('members-rows').prepend(
      make(
        'li',
        points > 0 ? 'wecom' : 'callback',
        make('em', '', formatMinute(Date.parse(occurredAt), nowMs)),
        make('span', '', `会员 ${memberNo} ${sign}${Math.abs(points)} 积分 · ${KINDS[kind] ?? kind}`),
        make('b', '', `签名无误 · ${key}`),
      ),
    )
  }
}
