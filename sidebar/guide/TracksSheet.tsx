import type { TalkTrackRow } from '../../app/features/followUps/contract.ts'
import { Sheet } from '../shared/Sheet.tsx'
import { useLoaded } from '../shared/useLoaded.ts'

interface TracksSheetProps {
  followUpId: number
  /** The one that stands on the page now. */
  shownId: string | undefined
  onChoose(track: TalkTrackRow): void
  onClose(): void
}

/** 换一条: what else can be said in this step; choosing brings it to the page, where it is sent or edited. */
export function TracksSheet({ followUpId, shownId, onChoose, onClose }: TracksSheetProps) {
  const { data, phase, error } = useLoaded<{ rows: TalkTrackRow[] }>(`/api/follow-ups/${followUpId}/tracks`)
  const others = data?.rows.filter(({ id }) => id !== shownId)
  const trouble = phase === 'failed' && (error?.message ?? '没能打开')
  return (
    <Sheet title="换一条话术" onClose={onClose}>
      {!others && (
        <p class="note" role="status">
          {trouble || '正在找…'}
        </p>
      )}
      {others?.length === 0 && <p class="note">这一步只有这一条。下面的「话术」里可以搜别的。</p>}
      <ul class="rows">
        {others?.map((row) => (
          <li key={row.id}>
            <h3>{row.title}</h3>
            <p class="sentence">{row.text}</p>
            <button type="button" class="use" aria-label={`用这条：${row.title}`} onClick={() => onChoose(row)}>
              用这条
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
