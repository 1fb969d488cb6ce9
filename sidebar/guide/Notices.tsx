import { useState } from 'preact/hooks'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import type { Mute } from '../../app/features/followUps/contract.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useDesk } from './desk.ts'
import { addNote } from './Notes.tsx'

const LOSS_REASONS = ['换了手机或微信', '觉得消息太多', '对商品或服务不满意', '不在附近了', '不清楚']

interface NoticesProps {
  panel: CustomerPanel
  mute: Mute
  onUnmute(): void
  onBind(): void
}

/** What is special about this customer, each with its next step. */
export function Notices({ panel, mute, onUnmute, onBind }: NoticesProps) {
  const desk = useDesk()
  const [isLost, setLost] = useState(false)
  const { customer, binding, memberState } = panel
  if (panel.view === 'limited') {
    const owner = `${binding?.storeName ?? ''} ${binding?.guideName ?? ''}`.trim()
    const ask = async () => {
      const hasCopied = await desk.wecom.copy(
        `想申请把客户「${customer.name}」转接给我（${desk.boot.userName}），现在归属：${owner}。`,
      )
      desk.say(hasCopied ? '申请已复制，发给店长即可' : '没能复制，请直接联系店长')
    }
    return <Notice text={`这是${owner}的客户，消费、电话和备注由归属导购查看。`} button="申请转接" onClick={ask} />
  }
  return (
    <>
      {!customer.isFriend && (
        <Notice text="对方已不是好友，消息发不过去。" button="记流失原因" onClick={() => setLost(true)} />
      )}
      {mute.isMuted && (
        <Notice
          text={mute.mutedUntilMs === null ? '这位客户已设为不再提醒。' : '今天不再提醒这位客户，明天恢复。'}
          button="恢复"
          onClick={onUnmute}
        />
      )}
      {memberState === 'unbound' && <Notice text="还没绑定会员，看不到消费。" button="绑定会员" onClick={onBind} />}
      {memberState === 'several' && (
        <Notice text="对上了几位会员，系统不会替你选，请确认是哪一位。" button="确认会员" onClick={onBind} />
      )}
      {isLost && <LossSheet externalUserId={customer.externalUserId} onClose={() => setLost(false)} />}
    </>
  )
}

interface NoticeProps {
  text: string
  button: string
  onClick(): void
}

function Notice({ text, button, onClick }: NoticeProps) {
  return (
    <div class="block notice">
      <p>{text}</p>
      <button type="button" onClick={onClick}>
        {button}
      </button>
    </div>
  )
}

function LossSheet({ externalUserId, onClose }: { externalUserId: string; onClose(): void }) {
  const desk = useDesk()
  const choose = async (reason: string) => {
    onClose()
    try {
      await addNote(externalUserId, `流失原因：${reason}`, true)
      desk.say('已记下流失原因')
    } catch (error) {
      desk.say(`没有记下：${(error as Error).message}`)
    }
  }
  return (
    <Sheet title="流失原因" onClose={onClose}>
      <div class="menu">
        {LOSS_REASONS.map((reason) => (
          <button type="button" key={reason} onClick={() => choose(reason)}>
            {reason}
          </button>
        ))}
      </div>
    </Sheet>
  )
}
