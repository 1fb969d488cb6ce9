import { useState } from 'preact/hooks'
import { postJson } from '../shared/api.ts'
import { useDesk } from './desk.ts'
import { newClientKey } from './reporter.ts'
import type { Spoken } from './useFollowUpActs.ts'

const MAX_TITLE = 20

interface OfferLineProps {
  spoken: Spoken
  externalUserId: string
  onDone(): void
}

/** A guide who wrote it better may offer it to all; an operator decides. */
export function OfferLine({ spoken, externalUserId, onDone }: OfferLineProps) {
  const desk = useDesk()
  const [clientKey] = useState(newClientKey)
  const offer = async () => {
    const { text, talkTrackId, followUpId, title } = spoken
    const about = followUpId === undefined ? { externalUserId } : { followUpId }
    const body = { clientKey, ...about, talkTrackId, title: title.slice(0, MAX_TITLE), text }
    try {
      await postJson('/api/talk-track-offers', body)
      desk.say('已推荐，运营采纳后大家都能用')
      onDone()
    } catch (error) {
      desk.say(`没有推荐出去：${(error as Error).message}`)
    }
  }
  return (
    <section class="block offer" aria-label="推荐话术">
      <p>这句你改过才发的，要推荐给大家用吗？客户的名字会自动去掉。</p>
      <div class="acts">
        <button type="button" onClick={offer}>
          推荐给大家
        </button>
        <button type="button" class="quiet" onClick={onDone}>
          不用
        </button>
      </div>
    </section>
  )
}
