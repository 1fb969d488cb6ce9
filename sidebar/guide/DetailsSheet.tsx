import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { formatDay } from '../shared/format.ts'
import { Sheet } from '../shared/Sheet.tsx'

/** Who the customer is, in full; what the cash desk knows is marked and cannot be changed here. */
export function DetailsSheet({ panel, onClose }: { panel: CustomerPanel; onClose(): void }) {
  const { customer, member, binding, nowMs } = panel
  const own: [string, string | null | undefined][] = [
    ['备注名', customer.remark],
    ['加好友', `${formatDay(customer.addedAtMs, nowMs)}${binding ? ` · ${binding.sourceText}` : ''}`],
    ['阶段', customer.stageText],
  ]
  const fromPos: [string, string | null | undefined][] = member
    ? [
        ['会员号', member.memberNo],
        ['等级', member.tier],
        ['积分', member.points.toLocaleString('zh-CN')],
        ['生日', member.birthday],
        ['手机', member.phoneMasked],
      ]
    : []
  return (
    <Sheet title={customer.name} onClose={onClose}>
      <Facts rows={own} />
      {member && <h3>会员资料（来自 POS）</h3>}
      <Facts rows={fromPos} />
    </Sheet>
  )
}

function Facts({ rows }: { rows: [string, string | null | undefined][] }) {
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
