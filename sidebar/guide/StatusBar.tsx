export interface Undo {
  label: string
  act(): void
}

export interface Said {
  text: string
  undo?: Undo | undefined
}

interface StatusBarProps {
  said: Said | undefined
  onUndone(): void
}

/** The live region stands in the page from the start, so that what it says later is read out. */
export function StatusBar({ said, onUndone }: StatusBarProps) {
  const undo = said?.undo
  return (
    <div class={said ? 'toast on' : 'toast'}>
      <p role="status">{said?.text}</p>
      {undo && (
        <button
          type="button"
          onClick={() => {
            onUndone()
            undo.act()
          }}
        >
          {undo.label}
        </button>
      )}
    </div>
  )
}
