import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import type { FollowUpView } from '../../app/features/followUps/contract.ts'
import { customerPath } from '../shared/api.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { CustomerView } from './CustomerView.tsx'
import { useDesk } from './desk.ts'
import { FailedPage, StaleLine } from './LoadStates.tsx'
import { Skeleton } from './Skeleton.tsx'

interface CustomerPageProps {
  externalUserId: string
  /** The page stands in this customer's chat. */
  canSend: boolean
  /** The follow-up a card led to; shown first. */
  first?: FollowUpView | undefined
  /** Opened from a list, with the way back. */
  isFromHome?: boolean
}

export function CustomerPage({ externalUserId, canSend, first, isFromHome }: CustomerPageProps) {
  const { looks } = useDesk()
  const loaded = useLoaded<CustomerPanel>(`${customerPath(externalUserId)}/panel`, looks)
  const { data, phase, error } = loaded
  if (!data && phase === 'failed' && error)
    return <FailedPage error={error} notFound="这位客户不在你的名下，看不到资料。" onRetry={loaded.reload} />
  return (
    <main>
      {isFromHome && (
        <a class="back" href="#/home">
          ‹ 今天的跟进
        </a>
      )}
      <StaleLine loaded={loaded} />
      {data ? (
        <CustomerView
          key={externalUserId}
          panel={data}
          askedAtMs={loaded.askedAtMs ?? 0}
          canSend={canSend}
          first={first}
          onReload={loaded.reload}
          onRefresh={loaded.refresh}
        />
      ) : (
        <Skeleton />
      )}
    </main>
  )
}
