import { useState } from 'preact/hooks'
import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import { customerPath, postJson } from '../shared/api.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useDesk } from './desk.ts'

interface BindSheetProps {
  externalUserId: string
  onBound(): void
  onClose(): void
}

type MemberState = CustomerPanel['memberState']

/** Two ways to tell who this friend is as a member; whatever does not fit exactly goes to a person. */
export function BindSheet({ externalUserId, onBound, onClose }: BindSheetProps) {
  const desk = useDesk()
  const [phone, setPhone] = useState('')
  const [memberNo, setMemberNo] = useState('')
  const [orderNo, setOrderNo] = useState('')
  const [found, setFound] = useState<MemberState>()
  const submit = async (name: string, body: object, said: string) => {
    try {
      const answer = await postJson<{ memberState: MemberState }>(`${customerPath(externalUserId)}/${name}`, body)
      setFound(answer.memberState)
      if (answer.memberState !== 'bound') return
      desk.say(said)
      onBound()
    } catch (error) {
      desk.say((error as Error).message)
    }
  }
  const bind = () => submit('bind-member', { phone, ...(memberNo ? { memberNo } : {}) }, '已绑定会员')
  return (
    <Sheet title="绑定会员" onClose={onClose}>
      <form onSubmit={(event) => settle(event, bind)} class="field">
        <Field label="会员手机号" hint="11 位手机号" inputMode="tel" value={phone} onInput={setPhone} />
        {found === 'several' && (
          <Field label="这个手机号有几个会员，再填会员号" hint="会员号" value={memberNo} onInput={setMemberNo} />
        )}
        <button type="submit" class="fill" disabled={phone === ''}>
          绑定
        </button>
      </form>
      {found === 'unbound' && (
        <p class="warn" role="alert">
          没有找到这位会员，核对一下号码。
        </p>
      )}
      <form onSubmit={(event) => settle(event, () => submit('claim-order', { orderNo }, '已认领订单'))} class="field">
        <Field label="或者用一笔订单认领" hint="小票号或订单号" value={orderNo} onInput={setOrderNo} />
        <button type="submit" disabled={orderNo === ''}>
          认领
        </button>
      </form>
    </Sheet>
  )
}

function settle(event: Event, act: () => Promise<void>): void {
  event.preventDefault()
  void act()
}

interface FieldProps {
  label: string
  hint: string
  inputMode?: 'tel'
  value: string
  onInput(value: string): void
}

function Field({ label, hint, inputMode, value, onInput }: FieldProps) {
  return (
    <label>
      {label}
      <input
        inputMode={inputMode}
        autocomplete="off"
        placeholder={hint}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value.trim())}
      />
    </label>
  )
}
