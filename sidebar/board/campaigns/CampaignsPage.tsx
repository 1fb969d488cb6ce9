import type { CampaignList } from '../../../app/features/campaigns/contract.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import type { PageProps } from '../pages.ts'
import { CampaignDetail } from './CampaignDetail.tsx'
import { EditCampaign } from './EditCampaign.tsx'
import { STATES, saySpan } from './words.ts'
import './campaigns.css'

/** Promotions: the list, one of them, or its editor; the address says which. */
export function Page({ boot, query }: PageProps) {
  const [id, edited] = [query.get('id'), query.get('edit')]
  const isOperator = boot.role === 'operator'
  if (edited !== null && isOperator) return <EditCampaign id={edited === 'new' ? undefined : edited} />
  if (id !== null) return <CampaignDetail key={id} id={id} boot={boot} query={query} />
  return <List isOperator={isOperator} />
}

function List({ isOperator }: { isOperator: boolean }) {
  const loaded = useLoaded<CampaignList>('/api/campaigns')
  return (
    <div class="campaigns">
      {isOperator && (
        <p>
          <a class="button fill" href="#/campaigns?edit=new">
            新建活动
          </a>
        </p>
      )}
      <LoadState loaded={loaded}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p class="empty">
              还没有活动。{isOperator ? '大促前一两个月建一个，分四段安排好。' : '总部运营建好后会出现在这里。'}
            </p>
          ) : (
            <ul class="campaign-list">
              {rows.map((row) => (
                <li key={row.id}>
                  <a href={`#/campaigns?id=${row.id}`}>
                    <strong>{row.name}</strong>
                    <span class={`campaign-state ${row.state}`}>{STATES[row.state]}</span>
                    <span class="soft">
                      {row.fromDay.slice(0, 4)}年{saySpan(row)}
                      {row.offer && ` · ${row.offer}`}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </LoadState>
    </div>
  )
}
