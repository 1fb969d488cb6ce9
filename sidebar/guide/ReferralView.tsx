import { useEffect, useRef, useState } from 'preact/hooks'
import type { CustomerReferral } from '../../app/features/referrals/contract.ts'
import { customerPath, postJson } from '../shared/api.ts'
import { serverNowMs } from '../shared/boot.ts'
import { formatDay } from '../shared/format.ts'
import { type Loaded, useLoaded } from '../shared/useLoaded.ts'
import { useDesk } from './desk.ts'

/** 老带新: the reward as the customer should hear it, the code, who brought this customer and whom they brought. */
export function ReferralView({ externalUserId }: { externalUserId: string }) {
  const { boot } = useDesk()
  const loaded = useLoaded<CustomerReferral>(`${customerPath(externalUserId)}/referral`)
  const { data, phase, error, reload } = loaded
  useCodeSoon(loaded)
  if (!data)
    return (
      <p class="note" role="status">
        {phase === 'failed' ? error?.message : '正在看…'}
      </p>
    )
  const nowMs = serverNowMs(boot)
  const { referredBy, friends, rewardedFriends, points, honourText, nextHonourText } = data
  return (
    <>
      {referredBy && (
        <p>
          {formatDay(referredBy.joinedAtMs, nowMs)} 由 <strong>{referredBy.name}</strong> 推荐来：{referredBy.stateText}
        </p>
      )}
      <p>先跟客户说清：{data.promiseText}</p>
      <Code of={data} externalUserId={externalUserId} onMade={reload} />
      <section class="plan">
        <h3>带来的朋友{honourText && ` · ${honourText}`}</h3>
        {friends.length === 0 ? (
          <p class="note">还没有带来朋友。</p>
        ) : (
          <p class="note">
            成交 {rewardedFriends} 位，共得 {points.toLocaleString('zh-CN')} 积分
            {nextHonourText && `。${nextHonourText}`}
          </p>
        )}
        <ol class="line">
          {friends.map((friend) => (
            <li key={`${friend.name}${friend.joinedAtMs}`}>
              <strong>{friend.name}</strong>
              <span class="note">{formatDay(friend.joinedAtMs, nowMs)} 来</span>
              <span>{friend.stateText}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

const LOOK_EVERY_MS = 1_500
const LOOKS = 20

/** WeCom makes the picture of a new code a moment later: looked for until it is there, but not for ever. */
function useCodeSoon({ data, refresh }: Loaded<CustomerReferral>) {
  const looks = useRef(0)
  const isMissing = data?.code?.qrCode === null
  useEffect(() => {
    if (!isMissing || looks.current >= LOOKS) return
    const timer = setTimeout(() => {
      looks.current += 1
      refresh()
    }, LOOK_EVERY_MS)
    return () => clearTimeout(timer)
  }, [data, isMissing, refresh])
}

interface CodeProps {
  of: CustomerReferral
  externalUserId: string
  onMade(): void
}

function Code({ of: { code, whyNot }, externalUserId, onMade }: CodeProps) {
  const desk = useDesk()
  const [isBusy, setBusy] = useState(false)
  const make = async () => {
    setBusy(true)
    try {
      await postJson(`${customerPath(externalUserId)}/referral-code`, {})
      onMade()
    } catch (error) {
      desk.say(`没有生成：${(error as Error).message}`)
    }
    setBusy(false)
  }
  if (whyNot) return <p class="note">{whyNot}。</p>
  if (!code)
    return (
      <button type="button" class="fill" disabled={isBusy} onClick={make}>
        生成客户的推荐码
      </button>
    )
  if (code.qrCode === null)
    return (
      <p class="note" role="status">
        推荐码正在生成，马上就好。
      </p>
    )
  return (
    <figure class="referral-code">
      <img src={code.qrCode} alt="客户的推荐码" width="160" height="160" />
      <figcaption class="note">长按保存，发给客户；朋友扫码加你，就算客户带来的。</figcaption>
    </figure>
  )
}
