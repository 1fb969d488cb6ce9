import type { CampaignView } from '../../../app/features/campaigns/contract.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import { CampaignForm } from './CampaignForm.tsx'

/** The editor, on a new campaign or on what is stored. */
export function EditCampaign({ id }: { id: string | undefined }) {
  const loaded = useLoaded<CampaignView>(id === undefined ? undefined : `/api/campaigns/${encodeURIComponent(id)}`)
  return (
    <div class="campaigns">
      <p>
        <a href={id === undefined ? '#/campaigns' : `#/campaigns?id=${id}`}>‹ 返回</a>
      </p>
      {id === undefined ? (
        <CampaignForm campaign={undefined} />
      ) : (
        <LoadState loaded={loaded}>{(campaign) => <CampaignForm key={campaign.id} campaign={campaign} />}</LoadState>
      )}
    </div>
  )
}
