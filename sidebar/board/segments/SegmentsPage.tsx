import { useState } from 'preact/hooks'
import type { BoardScope } from '../../../app/features/boards/contract.ts'
import type {
  SavedSegment,
  SegmentChoices,
  SegmentCount,
  SegmentFilter,
  SegmentPreview,
  SegmentRunView,
} from '../../../app/features/segments/contract.ts'
import { postJson } from '../../shared/api.ts'
import { type Boot, serverNowMs } from '../../shared/boot.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { useSettled } from '../../shared/useSettled.ts'
import { LoadState } from '../LoadState.tsx'
import type { PageProps } from '../pages.ts'
import { usePosted } from '../usePosted.ts'
import { ACT_TITLES, type ActKind } from './ActFields.tsx'
import { ActSheet } from './ActSheet.tsx'
import { Counted, Preview, Total } from './Found.tsx'
import { hasEmptyRange } from './filterFields.ts'
import { SavedSegments } from './SavedSegments.tsx'
import { SegmentForm } from './SegmentForm.tsx'
import { SegmentRuns } from './SegmentRuns.tsx'
import './segments.css'

/** Find customers by what is known of them, and do something about all of them at once. */
export function Page({ boot }: PageProps) {
  const choices = useLoaded<SegmentChoices>('/api/segments/choices')
  return <LoadState loaded={choices}>{(data) => <Builder boot={boot} choices={data} />}</LoadState>
}

function Builder({ boot, choices }: { boot: Boot; choices: SegmentChoices }) {
  const scope = useLoaded<BoardScope>('/api/boards/scope')
  const saved = useLoaded<{ segments: SavedSegment[] }>('/api/segments')
  const runs = useLoaded<{ runs: SegmentRunView[] }>('/api/segments/runs')
  const [filter, setFilter] = useState<SegmentFilter>({})
  const [act, setAct] = useState<ActKind>()
  const [told, setTold] = useState('')
  const question = useSettled(hasEmptyRange(filter) ? '' : JSON.stringify({ filter })) || undefined
  const count = usePosted<SegmentCount>('/api/segments/count', question)
  const preview = usePosted<SegmentPreview>('/api/segments/preview', question)
  const isOperator = boot.role === 'operator'
  const nowMs = serverNowMs(boot)
  const done = (text: string) => {
    setAct(undefined)
    setTold(text)
    saved.reload()
    runs.reload()
  }
  return (
    <div class="seg">
      <SavedSegments
        segments={saved.data?.segments ?? []}
        filter={filter}
        onChoose={setFilter}
        onRemove={isOperator ? ({ id }) => postJson(`/api/segments/${id}/remove`, {}).then(saved.reload) : undefined}
      />
      <Total
        count={count.data}
        isBusy={count.isBusy}
        fault={question ? count.error?.message : '有一项最少比最多还大'}
      />
      <div class="seg-panes">
        <SegmentForm filter={filter} lists={{ choices, scope: scope.data }} onChange={setFilter} />
        <section class="seg-summary" aria-label="结果">
          {count.data && <Counted count={count.data} fault={count.error?.message} />}
          {count.data && (
            <div class="seg-acts">
              {(Object.keys(ACT_TITLES) as ActKind[])
                .filter((kind) => kind !== 'save' || isOperator)
                .map((kind) => (
                  <button
                    type="button"
                    key={kind}
                    class={kind === 'follow_ups' ? 'fill' : undefined}
                    disabled={kind !== 'save' && count.data?.total === 0}
                    onClick={() => setAct(kind)}
                  >
                    {ACT_TITLES[kind]}
                  </button>
                ))}
            </div>
          )}
          <p role="status" class="seg-told">
            {told}
          </p>
          {preview.data && <Preview preview={preview.data} total={count.data?.total ?? 0} nowMs={nowMs} />}
        </section>
      </div>
      <SegmentRuns runs={runs.data?.runs ?? []} nowMs={nowMs} />
      {act && count.data && (
        <ActSheet
          kind={act}
          filter={filter}
          choices={choices}
          count={count.data}
          onDone={done}
          onClose={() => setAct(undefined)}
        />
      )}
    </div>
  )
}
