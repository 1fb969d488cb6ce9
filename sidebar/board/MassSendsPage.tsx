import { useState } from 'preact/hooks'
import type { MassSendDetail, MassSendView } from '../../app/features/massSends/contract.ts'
import { type ApiError, postJson } from '../shared/api.ts'
import { serverNowMs } from '../shared/boot.ts'
import { formatMoment } from '../shared/format.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useLoaded } from '../shared/useLoaded.ts'
import { Bar } from './Bar.tsx'
import { LoadState } from './LoadState.tsx'
import type { PageProps } from './pages.ts'
import './segments/segments.css'

const LIST = '/api/mass-sends'

/** What was asked of the guides, and how far it has got. */
export function Page({ boot }: PageProps) {
  const loaded = useLoaded<{ massSends: MassSendView[] }>(LIST)
  const [opened, setOpened] = useState<MassSendView>()
  return (
    <div class="seg">
      <div class="seg-saved">
        <p class="soft">导购在企业微信里确认后才会发出，3 天没有确认就不再发。</p>
        <a class="button" href="#/segments">
          选人群，发起群发
        </a>
      </div>
      <LoadState loaded={loaded}>
        {({ massSends }) =>
          massSends.length === 0 ? (
            <p class="empty">还没有群发。</p>
          ) : (
            <ul class="mass-list">
              {massSends.map((send) => (
                <li key={send.id}>
                  <button type="button" onClick={() => setOpened(send)}>
                    <span class="seg-person">{send.name}</span>
                    <span class="soft">
                      {send.stateText} · {formatMoment(send.atMs, serverNowMs(boot))}
                    </span>
                    <Progress of={send} />
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </LoadState>
      {opened && (
        <MassSendSheet
          id={opened.id}
          name={opened.name}
          onChange={loaded.reload}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}

function Progress({ of }: { of: Pick<MassSendView, 'sent' | 'waiting' | 'notSent'> & { leftOut?: number } }) {
  const all = of.sent + of.waiting + of.notSent
  return (
    <span class="mass-progress">
      <Bar share={all > 0 ? of.sent / all : 0} />
      <span>
        已送达 {of.sent}/{all}
        {of.waiting > 0 && `，等确认 ${of.waiting}`}
        {of.notSent > 0 && `，没送达 ${of.notSent}`}
        {of.leftOut ? `，未列入 ${of.leftOut}` : ''}
      </span>
    </span>
  )
}

interface SheetProps {
  id: number
  name: string
  onChange(): void
  onClose(): void
}

function MassSendSheet({ id, name, onChange, onClose }: SheetProps) {
  const loaded = useLoaded<MassSendDetail>(`${LIST}/${id}`)
  const [isSure, setIsSure] = useState(false)
  const [fault, setFault] = useState('')
  const stop = () =>
    postJson(`${LIST}/${id}/cancel`, {})
      .then(() => {
        setIsSure(false)
        loaded.reload()
        onChange()
      })
      .catch((error: ApiError) => setFault(error.message))
  return (
    <Sheet title={name} onClose={onClose}>
      <LoadState loaded={loaded}>
        {(send) => (
          <div class="seg-act">
            <blockquote class="seg-words">{send.text}</blockquote>
            <p>{send.stateText}</p>
            <Progress of={send} />
            {send.reasons.length > 0 && <h3>没送到的原因</h3>}
            <ul class="seg-left-out">
              {send.reasons.map(({ text, count }) => (
                <li key={text}>
                  <span>{text}</span>
                  <span>{count} 位</span>
                </li>
              ))}
            </ul>
            <p class="warn" role="alert">
              {fault}
            </p>
            {(send.state === 'preparing' || send.state === 'offered') &&
              (isSure ? (
                <div class="seg-acts">
                  <button type="button" class="fill" onClick={stop}>
                    取消还没发出的
                  </button>
                  <button type="button" onClick={() => setIsSure(false)}>
                    先不取消
                  </button>
                </div>
              ) : (
                <button type="button" onClick={() => setIsSure(true)}>
                  取消这次群发
                </button>
              ))}
            <h3>导购</h3>
            <ul class="seg-left-out">
              {send.guides.map((guide) => (
                <li key={guide.guideName}>
                  <span>{guide.guideName}</span>
                  <span>
                    {guide.waiting > 0 ? `等确认 ${guide.waiting}` : `已送达 ${guide.sent}`}
                    {guide.notSent > 0 && `，没送达 ${guide.notSent}`}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </LoadState>
    </Sheet>
  )
}
