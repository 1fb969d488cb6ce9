import type { SavedSegment, SegmentFilter } from '../../../app/features/segments/contract.ts'

interface SavedSegmentsProps {
  segments: readonly SavedSegment[]
  filter: SegmentFilter
  onChoose(filter: SegmentFilter): void
  onRemove: ((segment: SavedSegment) => void) | undefined
}

export function SavedSegments({ segments, filter, onChoose, onRemove }: SavedSegmentsProps) {
  const same = (one: SegmentFilter) => JSON.stringify(one) === JSON.stringify(filter)
  const current = segments.find((segment) => same(segment.filter))
  return (
    <div class="seg-saved">
      <fieldset class="choice">
        <legend class="unseen">已存的人群</legend>
        <button type="button" aria-pressed={same({})} onClick={() => onChoose({})}>
          全部好友
        </button>
        {segments.map((segment) => (
          <button
            type="button"
            key={segment.id}
            aria-pressed={segment === current}
            onClick={() => onChoose(segment.filter)}
          >
            {segment.name}
          </button>
        ))}
      </fieldset>
      {current && onRemove && (
        <button type="button" class="quiet" onClick={() => onRemove(current)}>
          删除“{current.name}”
        </button>
      )}
    </div>
  )
}
