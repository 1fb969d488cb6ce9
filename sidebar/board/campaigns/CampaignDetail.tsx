import { useState } from 'preact/hooks'
import type { CampaignProgress, CampaignReview, CampaignView } from '../../../app/features/campaigns/contract.ts'
import { type ApiError, postJson } from '../../shared/api.ts'
import { type Boot, serverNowMs } from '../../shared/boot.ts'
import { businessDayOf } from '../../shared/format.ts'
import { Tabs } from '../../shared/Tabs.tsx'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import { PhaseCalendar } from './PhaseCalendar.tsx'
import { ProgressView } from './ProgressView.tsx'
import { ReviewView } from './ReviewView.tsx'
import { TasksView } from './TasksView.tsx'
import { STATES, saySpan } from './words.ts'

const TABS = [
  ['progress', '进度'],
  ['tasks', '导购任务'],
  ['review', '复盘'],
] as const
type Tab = (typeof TABS)[number][0]

interface CampaignDetailProps {
  id: string
  boot: Boot
  query: URLSearchParams
}

/** One campaign: its four phases on one calendar, how it goes, whose work it is, what came of it. */
export function CampaignDetail({ id, boot, query }: CampaignDetailProps) {
  const path = `/api/campaigns/${encodeURIComponent(id)}`
  const loaded = useLoaded<CampaignView>(path)
  const tab = TABS.find(([key]) => key === query.get('tab'))?.[0] ?? 'progress'
  const choose = (next: Tab) => {
    location.hash = `#/campaigns?id=${id}&tab=${next}`
  }
  const progress = useLoaded<CampaignProgress>(tab === 'review' ? undefined : `${path}/progress`)
  const review = useLoaded<CampaignReview>(tab === 'review' ? `${path}/review` : undefined)
  return (
    <div class="campaigns">
      <p>
        <a href="#/campaigns">‹ 全部活动</a>
      </p>
      <LoadState loaded={loaded}>
        {(campaign) => (
          <>
            <Head campaign={campaign} path={path} isOperator={boot.role === 'operator'} onDone={loaded.reload} />
            <PhaseCalendar campaign={campaign} today={businessDayOf(serverNowMs(boot))} />
            <Tabs label="活动" tabs={TABS} chosen={tab} onChoose={choose}>
              {tab === 'review' ? (
                <LoadState loaded={review}>
                  {(data) => <ReviewView review={data} path={path} onDone={review.reload} />}
                </LoadState>
              ) : (
                <LoadState loaded={progress}>
                  {(data) =>
                    tab === 'tasks' ? (
                      <TasksView progress={data} />
                    ) : (
                      <ProgressView progress={data} nowMs={serverNowMs(boot)} />
                    )
                  }
                </LoadState>
              )}
            </Tabs>
          </>
        )}
      </LoadState>
    </div>
  )
}

interface HeadProps {
  campaign: CampaignView
  path: string
  isOperator: boolean
  onDone(): void
}

function Head({ campaign, path, isOperator, onDone }: HeadProps) {
  const [said, setSaid] = useState('')
  const act = (name: 'start' | 'end', words: string) =>
    postJson(`${path}/${name}`, {})
      .then(() => setSaid(words))
      .then(onDone)
      .catch((error: ApiError) => setSaid(error.message))
  return (
    <section class="campaign-head">
      <h2>
        {campaign.name} <span class={`campaign-state ${campaign.state}`}>{STATES[campaign.state]}</span>
      </h2>
      <p class="soft">
        {campaign.fromDay.slice(0, 4)}年{saySpan(campaign)}
        {campaign.offer && ` · ${campaign.offer}`}
      </p>
      {isOperator && campaign.state !== 'ended' && (
        <p class="campaign-acts">
          {campaign.state === 'draft' && (
            <button type="button" class="fill" onClick={() => act('start', '已开始，到了日子各阶段会自己开始')}>
              开始活动
            </button>
          )}
          <a class="button" href={`#/campaigns?edit=${campaign.id}`}>
            修改
          </a>
          {campaign.state === 'running' && (
            <button type="button" onClick={() => act('end', '已结束，后面的阶段不再开始')}>
              提前结束
            </button>
          )}
        </p>
      )}
      <p role="status" class="note">
        {said}
      </p>
    </section>
  )
}
