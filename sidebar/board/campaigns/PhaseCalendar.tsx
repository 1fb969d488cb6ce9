import type { CampaignView } from '../../../app/features/campaigns/contract.ts'
import { countDays, formatWholeYuan } from '../../shared/format.ts'
import { CHANNELS, PHASE_TITLES, PROGRESS, sayDay, saySpan } from './words.ts'

/** Four phases on one line of days; below it each with whom, what for and how much. The line says nothing new. */
export function PhaseCalendar({ campaign, today }: { campaign: CampaignView; today: string }) {
  const days = countDays(campaign.fromDay, campaign.toDay)
  const at = (day: string) => countDays(campaign.fromDay, day) - 1
  const isNow = today >= campaign.fromDay && today <= campaign.toDay
  return (
    <section aria-label="四个阶段">
      <svg class="phase-line" viewBox={`0 0 ${days} 4`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="phase-rest" width={days} height="4" />
        {campaign.phases.map(({ phase, fromDay, toDay }) => (
          <rect key={phase} class={`phase-${phase}`} x={at(fromDay)} width={countDays(fromDay, toDay)} height="4" />
        ))}
        {isNow && <rect class="phase-today" x={at(today) + 0.35} width="0.3" height="4" />}
      </svg>
      {isNow && (
        <p class="note">
          今天 {sayDay(today)}，活动第 {at(today) + 1} 天，共 {days} 天
        </p>
      )}
      <ol class="phases">
        {campaign.phases.map((phase) => (
          <li key={phase.phase} class={phase.progress}>
            <h3>
              <i class={`phase-key phase-${phase.phase}`} aria-hidden="true" />
              {PHASE_TITLES[phase.phase]}
              <span class="soft">{PROGRESS[phase.progress]}</span>
            </h3>
            <p>{saySpan(phase)}</p>
            {phase.targetFen !== null && phase.targetFen > 0 && (
              <p class="soft">目标 {formatWholeYuan(phase.targetFen)}</p>
            )}
            <dl>
              {CHANNELS.filter(([channel]) => phase.purposes[channel]).map(([channel, title]) => (
                <div key={channel}>
                  <dt>{title}</dt>
                  <dd>{phase.purposes[channel]}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    </section>
  )
}
