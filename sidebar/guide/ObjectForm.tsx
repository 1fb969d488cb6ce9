import { useState } from 'preact/hooks'
import type { ObjectionView } from '../../app/features/creditCases/contract.ts'
import { postJson } from '../shared/api.ts'
import { orderPath } from '../shared/CreditOf.tsx'
import { useDesk } from './desk.ts'
import { newClientKey } from './reporter.ts'

const REASONS = ['客户是我接待的', '客户是我先加的', '用的是我的链接', '小票写错了人']

interface ObjectFormProps {
  order: { source: string; orderNo: string }
  onDone(): void
}

/** One tap says that the sale should be mine; why may be added before. */
export function ObjectForm({ order, onDone }: ObjectFormProps) {
  const desk = useDesk()
  const [reasons, setReasons] = useState<string[]>([])
  const [clientKey] = useState(newClientKey)
  const [isBusy, setBusy] = useState(false)
  const flip = (reason: string) =>
    setReasons(reasons.includes(reason) ? reasons.filter((one) => one !== reason) : [...reasons, reason])
  const object = async () => {
    setBusy(true)
    try {
      const body = { clientKey, reason: reasons.join('，') }
      const path = `${orderPath(order.source, order.orderNo)}/objections`
      await postJson<{ objection: ObjectionView }>(path, body)
      desk.say('已提出，店长会看到')
      onDone()
    } catch (error) {
      desk.say(`没有提出：${(error as Error).message}`)
      setBusy(false)
    }
  }
  return (
    <section class="credit-object" aria-label="提异议">
      <p class="note">觉得应该算你的？可以先选原因，也可以直接提。</p>
      <div class="chips">
        {REASONS.map((reason) => (
          <button type="button" key={reason} aria-pressed={reasons.includes(reason)} onClick={() => flip(reason)}>
            {reason}
          </button>
        ))}
      </div>
      <button type="button" class="fill" disabled={isBusy} onClick={object}>
        我有异议
      </button>
    </section>
  )
}
