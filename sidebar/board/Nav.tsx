import { useRef, useState } from 'preact/hooks'
import type { BoardPage, PageGroup } from './pages.ts'

interface NavProps {
  /** Only those of the person's role. */
  groups: readonly PageGroup[]
  current: BoardPage | undefined
}

/**
 * Links, because they are places: they can be kept, opened in a new window and walked back. By group; where there is
 * no room for them they wait behind one button.
 */
export function Nav({ groups, current }: NavProps) {
  const [isOpen, setOpen] = useState(false)
  const fold = useRef<HTMLButtonElement>(null)
  if (groups.length === 0) return null
  const close = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return
    setOpen(false)
    fold.current?.focus()
  }
  const link = (hash: string, title: string) => (
    <a
      key={hash}
      href={`#/${hash}`}
      aria-current={hash === (current?.hash ?? '') ? 'page' : undefined}
      onClick={() => setOpen(false)}
    >
      {title}
    </a>
  )
  return (
    <nav class="nav" aria-label="后台" onKeyDown={close}>
      <button
        type="button"
        ref={fold}
        class="nav-fold"
        aria-expanded={isOpen}
        aria-controls="nav-places"
        onClick={() => setOpen(!isOpen)}
      >
        全部页面
        <span aria-hidden="true">{isOpen ? '▴' : '▾'}</span>
      </button>
      <div id="nav-places" class={isOpen ? 'nav-places open' : 'nav-places'}>
        <div class="nav-links">{link('', '看板')}</div>
        {groups.map(({ name, pages }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, these are links
          <div key={name} class="nav-group" role="group" aria-label={name}>
            <span class="nav-name" aria-hidden="true">
              {name}
            </span>
            <div class="nav-links">{pages.map(({ hash, title }) => link(hash, title))}</div>
          </div>
        ))}
      </div>
    </nav>
  )
}
