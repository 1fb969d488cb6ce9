import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

interface LazyPartProps<P extends object> {
  /** The same function every time. */
  load(): Promise<ComponentType<P>>
  with: P
}

/** What stands in a sheet and is fetched when the sheet opens: the first screen stays light. */
export function LazyPart<P extends object>({ load, with: props }: LazyPartProps<P>) {
  // In a box: a component is a function, which a setter would call.
  const [part, setPart] = useState<{ Part?: ComponentType<P> }>()
  useEffect(() => {
    let isWanted = true
    load().then(
      (Part) => isWanted && setPart({ Part }),
      () => isWanted && setPart({}),
    )
    return () => {
      isWanted = false
    }
  }, [load])
  if (!part)
    return (
      <p class="note" role="status">
        正在打开…
      </p>
    )
  return part.Part ? <part.Part {...props} /> : <p class="warn">没能打开，网络好了再试一次。</p>
}
