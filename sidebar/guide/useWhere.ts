import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { WeCom, Where } from '../shared/wecom.ts'

interface Surroundings {
  where: Where | undefined
  /** The page came back into view and the client has not yet said which chat is open: show nothing of before. */
  isVeiled: boolean
  lookAround(): void
}

/** Where the page stands. Desktop clients keep it alive while the guide changes chats, so it is asked again and again. */
export function useWhere(wecom: WeCom): Surroundings {
  const [where, setWhere] = useState<Where>()
  const [isVeiled, setVeiled] = useState(false)
  const turn = useRef(0)
  const lookAround = useCallback(() => {
    const mine = ++turn.current
    void wecom.where().then((next) => {
      if (mine !== turn.current) return
      setWhere((before) => (isSame(before, next) ? before : next))
      setVeiled(false)
    })
  }, [wecom])
  useEffect(() => {
    lookAround()
    // Hidden: cover at once, so that the first frame after coming back cannot show the former customer.
    // Mere focus does not cover: it comes with the very tap on a button, which must still land.
    const onVisibility = () => {
      setVeiled(true)
      if (document.visibilityState === 'visible') lookAround()
    }
    document.addEventListener('visibilitychange', onVisibility)
    addEventListener('focus', lookAround)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      removeEventListener('focus', lookAround)
    }
  }, [lookAround])
  return { where, isVeiled, lookAround }
}

function isSame(before: Where | undefined, next: Where): boolean {
  return JSON.stringify(before) === JSON.stringify(next)
}
