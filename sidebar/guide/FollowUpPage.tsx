import { useRef } from 'preact/hooks'
import type { FollowUpView } from '../../app/features/followUps/contract.ts'
import { StatePage } from '../shared/StatePage.tsx'
import { useLoaded } from '../shared/useLoaded.ts'
import type { Where } from '../shared/wecom.ts'
import { CustomerPage } from './CustomerPage.tsx'
import { useDesk } from './desk.ts'
import { FailedPage, StaleLine } from './LoadStates.tsx'
import { Skeleton } from './Skeleton.tsx'

/** Where a card leads: one follow-up with its customer's whole page. */
export function FollowUpPage({ id, where }: { id: string; where: Where | undefined }) {
  const { looks } = useDesk()
  const loaded = useLoaded<FollowUpView>(`/api/follow-ups/${encodeURIComponent(id)}`, looks)
  const wasOpen = useRef<string | undefined>(undefined)
  const { data, phase, error } = loaded
  if (!data && phase === 'failed' && error)
    return <FailedPage error={error} notFound="这条跟进不是你的，或者已经不在了。" onRetry={loaded.reload} />
  if (!data)
    return (
      <main>
        <StaleLine loaded={loaded} />
        <Skeleton />
      </main>
    )
  const isInChat = where?.kind === 'customer' && where.canSend && where.externalUserId === data.externalUserId
  const isOpen = data.state === 'planned' || data.state === 'due'
  if (isOpen) wasOpen.current = id
  // Closed while the page was open: the customer stays, with what comes next and what they answered.
  if (!isOpen && wasOpen.current !== id)
    return (
      <StatePage title={`${data.customerName}：这条跟进已经结束`} text={data.title}>
        <a class="button" href="#/home">
          看今天的跟进
        </a>
      </StatePage>
    )
  return (
    <CustomerPage
      externalUserId={data.externalUserId}
      canSend={isInChat}
      first={isOpen ? data : undefined}
      isFromHome
    />
  )
}
