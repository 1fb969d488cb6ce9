import { useState } from 'preact/hooks'
import type { CustomerPanel, MemberCandidate } from '../../app/features/customers/contract.ts'
import { customerPath, postJson } from '../shared/api.ts'
import { useDesk } from './desk.ts'

export interface BindFormProps {
  externalUserId: string
  /** Members that match already: one of them is chosen, by the guide and nobody else. */
  candidates: MemberCandidate[]
  onBound(): void
}

interface Identified {
  memberState: CustomerPanel['memberState']
  memberCandidates: MemberCandidate[]
}

/** Three ways to tell who this friend is as a member; whatever does not fit exactly goes to a person. */
export function BindForm({ externalUserId, candidates, onBound }: BindFormProps) {
  const desk = useDesk()
  const [phone, setPhone] = useState('')
  const [orderNo, setOrderNo] = useState('')
  const [found, setFound] = useState<Identified>()
  // Those found by a phone are chosen together with that phone.
  const [offered, setOffered] = useState<{ rows: MemberCandidate[]; by: object }>({ rows: candidates, by: {} })
  const submit = async (name: string, body: object, said: string, by: object = {}) => {
    try {
      const answer = await postJson<Identified>(`${customerPath(externalUserId)}/${name}`, body)
      setFound(answer)
      if (answer.memberState === 'several') setOffered({ rows: answer.memberCandidates, by })
      if (answer.memberState !== 'bound') return
      desk.say(said)
      onBound()
    } catch (error) {
      desk.say((error as Error).message)
    }
  }
  const bind = (body: object, by?: object) => submit('bind-member', body, '已绑定会员', by)
  return (
    <>
      {offered.rows.length > 0 && (
        <Candidates rows={offered.rows} onChoose={(memberNo) => bind({ ...offered.by, memberNo }, offered.by)} />
      )}
      <form onSubmit={(event) => settle(event, () => bind({ phone }, { phone }))} class="field">
        <Field label="会员手机号" hint="11 位手机号" inputMode="tel" value={phone} onInput={setPhone} />
        <button type="submit" class="fill" disabled={phone === ''}>
          绑定
        </button>
      </form>
      {found?.memberState === 'unbound' && (
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
    </>
  )
}

function Candidates({ rows, onChoose }: { rows: MemberCandidate[]; onChoose(memberNo: string): void }) {
  return (
    <>
      <p>对上了这几位，问一问客户是哪一位，再点选。</p>
      <div class="menu">
        {rows.map(({ memberNo, tier, phoneMasked }) => (
          <button type="button" class="candidate" key={memberNo} onClick={() => onChoose(memberNo)}>
            <span>{phoneMasked ?? '没有留手机号'}</span>
            <span class="note">
              {tier && `${tier} · `}会员号 {memberNo}
            </span>
          </button>
        ))}
      </div>
    </>
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
