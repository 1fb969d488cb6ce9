import { useState } from 'preact/hooks'
import type { Offers, OfferView } from '../../app/features/talkTracks/contract.ts'
import { type ApiError, postJson } from '../shared/api.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { LoadState } from './LoadState.tsx'
import './trackResults.css'

/** Guides' own words that wait for an operator's decision. */
export function Page() {
  const offers = useLoaded<Offers>('/api/talk-track-offers?state=open')
  const [said, setSaid] = useState('')
  const done = (text: string) => {
    setSaid(text)
    offers.reload()
  }
  return (
    <div class="results">
      <p class="soft">导购把自己的说法推荐给大家。采用后写成 templates/talk-tracks 里的文件，下次启动开始使用。</p>
      <p role="status">{said}</p>
      <LoadState loaded={offers}>
        {({ rows, sets }) =>
          rows.length === 0 ? (
            <p class="empty">没有等着看的新话术。</p>
          ) : (
            <ul class="offers">
              {rows.map((offer) => (
                <li key={offer.id} class="offer">
                  <Offer offer={offer} sets={sets} onDone={done} />
                </li>
              ))}
            </ul>
          )
        }
      </LoadState>
    </div>
  )
}

interface OfferProps {
  offer: OfferView
  sets: Offers['sets']
  onDone(text: string): void
}

function Offer({ offer, sets, onDone }: OfferProps) {
  const [title, setTitle] = useState(offer.title)
  const [set, setSet] = useState(offer.set)
  const [level, setLevel] = useState('any')
  const [note, setNote] = useState('')
  const [fault, setFault] = useState('')
  const path = `/api/talk-track-offers/${offer.id}`
  const post = (act: Promise<string>) => {
    setFault('')
    act.then(onDone, (error: ApiError) => setFault(error.message))
  }
  const accept = () => {
    const body = { title, level, ...(set ? { set } : {}) }
    post(postJson<{ text: string }>(`${path}/accept`, body).then(({ text }) => text))
  }
  const decline = () => post(postJson(`${path}/decline`, { note }).then(() => `已回复${offer.guideName}：${note}`))
  return (
    <>
      <h2>
        {offer.title} <span class="soft">{offer.guideName}</span>
      </h2>
      <p class="results-text">{offer.text}</p>
      {offer.from && (
        <details>
          <summary>改自：{offer.from.title}</summary>
          <p class="results-text">{offer.from.text}</p>
        </details>
      )}
      <div class="results-filter">
        <label>
          标题
          <input maxLength={20} value={title} onInput={(event) => setTitle(event.currentTarget.value)} />
        </label>
        <label>
          话术组
          <select value={set} onChange={(event) => setSet(event.currentTarget.value)}>
            {!set && <option value="">请选择</option>}
            {sets.map((one) => (
              <option key={one.set} value={one.set}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
        <label>
          给谁用
          <select value={level} onChange={(event) => setLevel(event.currentTarget.value)}>
            <option value="any">全部导购</option>
            <option value="gold">金牌导购</option>
            <option value="skilled">熟手导购</option>
            <option value="new">新手导购</option>
          </select>
        </label>
        <button type="button" class="fill" disabled={!set || !title.trim()} onClick={accept}>
          采用
        </button>
      </div>
      <div class="results-filter">
        <label>
          不采用的原因
          <input maxLength={200} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
        <button type="button" disabled={!note.trim()} onClick={decline}>
          不采用
        </button>
      </div>
      <p class="warn" role="alert">
        {fault}
      </p>
    </>
  )
}
