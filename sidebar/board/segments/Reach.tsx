import type { MassSendCheck } from '../../../app/features/massSends/contract.ts'
import type { SegmentCount } from '../../../app/features/segments/contract.ts'
import type { ActKind } from './ActFields.tsx'

export function Words({ check }: { check: MassSendCheck }) {
  return (
    <figure class="seg-words">
      <figcaption class="soft">每位客户看到的都一样</figcaption>
      <blockquote>{check.text}</blockquote>
      {check.attachments > 0 && <p class="soft">另有 {check.attachments} 个附件</p>}
    </figure>
  )
}

interface ReachProps {
  kind: ActKind
  count: SegmentCount
  reached: number
  check: MassSendCheck | undefined
}

export function Reach({ kind, count, reached, check }: ReachProps) {
  const isMass = kind === 'mass_send'
  const gone = count.leftOut.filter(({ why }) => isMass || why === 'lost' || why === 'no_guide')
  const leftOut = isMass ? (check?.leftOut ?? gone) : gone
  return (
    <div class="seg-reach">
      <p>
        符合 {count.total} 位，这次 <strong>{reached}</strong> 位。
        {isMass && `由 ${check?.guides ?? count.guides} 位导购在企业微信里确认后发出。`}
      </p>
      <LeftOutList leftOut={leftOut} />
      {isMass && check && (
        <p class="soft">
          每位客户每天最多收 {check.quota.perDay} 次群发，每月最多 {check.quota.perMonth} 次。
        </p>
      )}
      {kind === 'follow_ups' && <p class="soft">今天已联系过的客户会自动排到后面有空的日子。</p>}
    </div>
  )
}

/** Who is not reached, and why. */
export function LeftOutList({ leftOut }: { leftOut: SegmentCount['leftOut'] }) {
  if (leftOut.length === 0) return null
  return (
    <ul class="seg-left-out">
      {leftOut.map(({ why, count, text }) => (
        <li key={why}>
          <span>{text}</span>
          <span>{count} 位</span>
        </li>
      ))}
    </ul>
  )
}
