import { useState } from 'preact/hooks'
import type { CampaignView } from '../../../app/features/campaigns/contract.ts'
import type { SavedSegment } from '../../../app/features/segments/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { businessDayOf } from '../../shared/format.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { type Draft, draftOf, inputOf, newDraft, type Phase } from './draft.ts'
import { ForecastFields } from './ForecastFields.tsx'
import { PhaseFields } from './PhaseFields.tsx'
import { PHASE_NAMES, type PhaseName } from './words.ts'

/** The whole plan in one form: what and when, four phases, the forecast and its corrections. */
export function CampaignForm({ campaign }: { campaign: CampaignView | undefined }) {
  const [draft, setDraft] = useState<Draft>(() => (campaign ? draftOf(campaign) : newDraft(businessDayOf(Date.now()))))
  const [fault, setFault] = useState('')
  const segments = useLoaded<{ segments: SavedSegment[] }>('/api/segments').data?.segments ?? []
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const changePhase = (name: PhaseName, part: Partial<Phase & { isOn: boolean }>) =>
    change({ phases: { ...draft.phases, [name]: { ...draft.phases[name], ...part } } })
  const save = () => {
    postJson<CampaignView>(campaign ? `/api/campaigns/${campaign.id}` : '/api/campaigns', inputOf(draft))
      .then(({ id }) => {
        location.hash = `#/campaigns?id=${id}`
      })
      .catch((error: ApiError) => setFault(error.message))
  }
  return (
    <form
      class="campaign-form"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div class="campaign-fields">
        <label>
          <span>活动名称</span>
          <input
            required
            maxLength={40}
            value={draft.name}
            onInput={(event) => change({ name: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>卖点，会填进话术</span>
          <input
            maxLength={60}
            placeholder="全场满 300 减 50"
            value={draft.offer}
            onInput={(event) => change({ offer: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>第一天</span>
          <input
            type="date"
            required
            value={draft.fromDay}
            onChange={(event) => change({ fromDay: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>最后一天</span>
          <input
            type="date"
            required
            value={draft.toDay}
            onChange={(event) => change({ toDay: event.currentTarget.value })}
          />
        </label>
      </div>
      <div class="campaign-phases">
        {PHASE_NAMES.map((name) => (
          <PhaseFields
            key={name}
            phase={draft.phases[name]}
            hasBegun={campaign?.phases.some((each) => each.phase === name && each.startedAtMs !== null) ?? false}
            segments={segments}
            onChange={(part) => changePhase(name, part)}
          />
        ))}
      </div>
      <ForecastFields draft={draft} onChange={(forecast) => change({ forecast })} />
      <p role="alert" class="campaign-fault">
        {fault}
      </p>
      <p class="campaign-acts">
        <button type="submit" class="fill">
          {campaign?.state === 'running' ? '保存' : '存成草稿'}
        </button>
      </p>
    </form>
  )
}
