import type { CustomerPanel } from '../../app/features/customers/contract.ts'
import type { FollowUpView } from '../../app/features/followUps/contract.ts'
import { customerPath } from '../shared/api.ts'
import { useLoaded } from '../shared/useLoaded.ts'
import { CustomerView } from './CustomerView.tsx'
import { FailedPage, StaleLine } from './LoadStates.tsx'
import { Skeleton } from './Skeleton.tsx'

interface CustomerPageProps {
  externalUserId: string
  /** The page stands in this customer's chat. */
  canSend: boolean
  /** The follow-up a card led to; shown first. */
  first?: FollowUpView
}

export function CustomerPage({ externalUserId, canSend, first }: CustomerPageProps) {
  const loaded = useLoaded<CustomerPanel>(`${customerPath(externalUserId)}/panel`)
  const { data, phase, error } = loaded
  if (!data && phase === 'failed' && error)
    return <FailedPage error={error} notFound="这位客户不在你的名下，看不到资料。" onRetry={loaded.reload} />
  return (
    <main>
      <StaleLine loaded={loaded} />
      {data ? (
        <CustomerView
          key={externalUserId}
          panel={data}
          receivedAtMs={loaded.atMs ?? 0}
          canSend={canSend}
          first={first}
          onReload={loaded.reload}
        />
      ) : (
        <Skeleton />
      )}
    </main>
  )
}
