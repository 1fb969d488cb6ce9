import { useState } from 'preact/hooks'
import { customerPath, postJson } from '../shared/api.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useDesk } from './desk.ts'

interface BindSheetProps {
  externalUserId: string
  onBound(): void
  onClose(): void
}

/** Two ways to tell who this friend is as a member; whatever does not fit exactly goes to a person. */
export function BindSheet({ externalUserId, onBound, onClose }: BindSheetProps) {
  const desk = useDesk()
  const submit = async (name: string, body: object, said: string) => {
    try {
      await postJson(`${customerPath(externalUserId)}/${name}`, body)
      desk.say(said)
      onBound()
    } catch (error) {
      desk.say((error as Error).message)
    }
  }
  return (
    <Sheet title="绑定会员" onClose={onClose}>
      <OneField
        label="会员手机号"
        hint="11 位手机号"
        inputMode="tel"
        button="绑定"
        onSubmit={(phone) => submit('bind-member', { phone }, '已绑定会员')}
      />
      <OneField
        label="或者用一笔订单认领"
        hint="小票号或订单号"
        inputMode="text"
        button="认领"
        onSubmit={(orderNo) => submit('claim-order', { orderNo }, '已认领订单')}
      />
    </Sheet>
  )
}

interface OneFieldProps {
  label: string
  hint: string
  inputMode: 'tel' | 'text'
  button: string
  onSubmit(value: string): Promise<void>
}

function OneField({ label, hint, inputMode, button, onSubmit }: OneFieldProps) {
  const [value, setValue] = useState('')
  const [isBusy, setBusy] = useState(false)
  const send = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    await onSubmit(value.trim())
    setBusy(false)
  }
  return (
    <form class="field" onSubmit={send}>
      <label>
        {label}
        <input
          inputMode={inputMode}
          autocomplete="off"
          placeholder={hint}
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="fill" disabled={value.trim() === '' || isBusy}>
        {button}
      </button>
    </form>
  )
}
