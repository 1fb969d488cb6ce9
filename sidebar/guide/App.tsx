import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import type { Boot } from '../shared/boot.ts'
import { useHash } from '../shared/useHash.ts'
import type { WeCom, Where } from '../shared/wecom.ts'
import { OutsidePage, RefusedPage } from './ClientStates.tsx'
import { CustomerPage } from './CustomerPage.tsx'
import { type Desk, DeskContext } from './desk.ts'
import { FollowUpPage } from './FollowUpPage.tsx'
import { GroupPage } from './GroupPage.tsx'
import { HomePage } from './HomePage.tsx'
import { createReporter } from './reporter.ts'
import { Skeleton } from './Skeleton.tsx'
import { type Said, StatusBar, type Undo } from './StatusBar.tsx'
import { useWhere } from './useWhere.ts'

const SAID_MS = 6_000
const UNDO_MS = 10_000

export function App({ boot, wecom }: { boot: Boot; wecom: WeCom }) {
  const route = useHash()
  const [said, setSaid] = useState<Said>()
  // What was said belongs to the chat it was said in.
  const fallSilent = useCallback(() => setSaid(undefined), [])
  const { where, isVeiled, looks, lookAround } = useWhere(wecom, fallSilent)
  const say = useCallback((text: string, undo?: Undo) => setSaid({ text, undo }), [])
  const reporter = useMemo(() => createReporter(), [])
  const desk = useMemo<Desk>(
    () => ({ boot, wecom, reporter, say, looks, lookAround }),
    [boot, wecom, reporter, say, looks, lookAround],
  )
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(undefined), said.undo ? UNDO_MS : SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <DeskContext.Provider value={desk}>
      <div class={isVeiled ? 'app veiled' : 'app'}>
        <Page route={route} where={where} />
      </div>
      <StatusBar said={said} onUndone={fallSilent} />
    </DeskContext.Provider>
  )
}

/** The address behind # first, then the chat the page stands in. */
export function Page({ route, where }: { route: string; where: Where | undefined }) {
  if (where?.kind === 'outside') return <OutsidePage isSilent={false} />
  if (where?.kind === 'silent') return <OutsidePage isSilent />
  if (route.startsWith('t/')) return <FollowUpPage id={route.slice(2)} where={where} />
  if (route.startsWith('c/'))
    return <CustomerPage key={route} externalUserId={decodeURIComponent(route.slice(2))} canSend={false} isFromHome />
  if (route === 'home') return <HomePage />
  if (route === 'objections') return <HomePage key={route} opens="objections" />
  if (!where)
    return (
      <main>
        <Skeleton />
      </main>
    )
  if (where.kind === 'refused') return <RefusedPage errMsg={where.errMsg} />
  if (where.kind === 'home') return <HomePage />
  if (where.kind === 'group') return <GroupPage chatId={where.chatId} canSend={where.canSend} />
  return <CustomerPage externalUserId={where.externalUserId} canSend={where.canSend} />
}
