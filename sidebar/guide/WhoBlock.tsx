import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { useDesk } from './desk.ts'

interface WhoBlockProps {
  panel: CustomerPanel
  onDetails(): void
  onCredit(): void
  onReload(): void
}

/** Line A: who this is. Line B: where in the lifecycle, and whose sale it is, in words. */
export function WhoBlock({ panel, onDetails, onCredit, onReload }: WhoBlockProps) {
  const { boot } = useDesk()
  const { customer, member, binding } = panel
  const owner = binding ? (binding.isMine ? `我（${boot.userName}）` : binding.guideName) : '还没有'
  const opensDetails = panel.view === 'full'
  const name = (
    <>
      <span class="name">{customer.name}</span>
      {customer.remark && customer.remark !== customer.name && <span class="remark">备注：{customer.remark}</span>}
      {member && (
        <span class="tier">
          {member.tier} {member.points.toLocaleString('zh-CN')} 分
        </span>
      )}
    </>
  )
  return (
    <header class="block who">
      <div class="who-line">
        <h1>
          {opensDetails ? (
            <button type="button" class="who-open" aria-haspopup="dialog" onClick={onDetails}>
              {name}
            </button>
          ) : (
            <span class="who-open">{name}</span>
          )}
        </h1>
        <button type="button" class="icon" aria-label="刷新" onClick={onReload}>
          ⟳
        </button>
      </div>
      <button type="button" class="stage" aria-haspopup="dialog" onClick={onCredit}>
        <span class="stage-text">{customer.stageText}</span>
        {binding?.storeName && <span>{binding.storeName}</span>}
        <span class={binding?.isMine ? 'owner mine' : 'owner'}>归属：{owner}</span>
        {panel.rfmText && <span class="worth">{panel.rfmText}</span>}
      </button>
    </header>
  )
}
