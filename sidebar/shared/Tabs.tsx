import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'

interface TabsProps<K extends string> {
  label: string
  tabs: readonly (readonly [K, string])[]
  chosen: K
  onChoose(key: K): void
  children: ComponentChildren
}

/** Tabs as in the ARIA practices: one stop for Tab, arrows move. A single one needs no choosing. */
export function Tabs<K extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<K>) {
  const bar = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const index = tabs.findIndex(([key]) => key === chosen)
    const target = step ? (index + step + tabs.length) % tabs.length : { Home: 0, End: tabs.length - 1 }[event.key]
    const key = target === undefined ? undefined : tabs[target]?.[0]
    if (target === undefined || key === undefined) return
    event.preventDefault()
    onChoose(key)
    bar.current?.querySelectorAll<HTMLElement>('[role=tab]')[target]?.focus()
  }
  if (tabs.length === 1)
    return (
      <div class="panel">
        <h2>{tabs[0]?.[1]}</h2>
        {children}
      </div>
    )
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={bar} onKeyDown={onKeyDown}>
        {tabs.map(([key, text]) => (
          <button
            type="button"
            role="tab"
            key={key}
            id={`tab-${key}`}
            aria-selected={key === chosen}
            aria-controls="tab-panel"
            tabIndex={key === chosen ? 0 : -1}
            onClick={() => onChoose(key)}
          >
            {text}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${chosen}`} class="panel">
        {children}
      </div>
    </>
  )
}
