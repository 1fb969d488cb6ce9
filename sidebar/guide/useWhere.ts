import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { WeCom, Where } from '../shared/wecom.ts'

interface Surroundings {
  where: Where | undefined
  /** The page came back into view and the client has not yet said which chat is open: show nothing of before. */
  isVeiled: boolean
  /** How often the page was come back to and the place was still the same: what it shows may have moved on. */
  looks: number
  lookAround(): Promise<void>
}

/** Where the page stands. Desktop clients keep it alive while the guide changes chats, so it is asked again and again. */
export function useWhere(wecom: WeCom, onMove: () => void): Surroundings {
  const [where, setWhere] = useState<Where>()
  const [isVeiled, setVeiled] = useState(false)
  const [looks, setLooks] = useState(0)
  const turn = useRef(0)
  const known = useRef<Where | undefined>(undefined)
  const isCovered = useRef(false)
  const cover = useCallback((covered: boolean) => {
    isCovered.current = covered
    setVeiled(covered)
  }, [])
  const lookAround = useCallback(async () => {
    const mine = ++turn.current
    const next = await wecom.where()
    if (mine !== turn.current) return
    // Silence on mere focus says nothing about the chat: what stands may stand. A send asks again anyway.
    const keeps = known.current && next.kind === 'silent' && !isCovered.current
    if (keeps || JSON.stringify(known.current) === JSON.stringify(next)) {
      setLooks((count) => count + 1)
    } else {
      known.current = next
      onMove()
      setWhere(next)
    }
    cover(false)
  }, [wecom, cover, onMove])
  useEffect(() => {
    void lookAround()
    // Hidden: cover at once, so that the first frame after coming back cannot show the former customer.
    // Mere focus does not cover: it comes with the very tap on a button, which must still land.
    const onVisibility = () => {
      cover(true)
      if (document.visibilityState === 'visible') void lookAround()
    }
    const onFocus = () => void lookAround()
    document.addEventListener('visibilitychange', onVisibility)
    addEventListener('focus', onFocus)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      removeEventListener('focus', onFocus)
    }
  }, [lookAround, cover])
  return { where, isVeiled, looks, lookAround }
}
