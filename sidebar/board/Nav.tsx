import type { BoardPage } from './pages.ts'

interface NavProps {
  pages: readonly BoardPage[]
  current: BoardPage | undefined
}

/** Links, because they are places: they can be kept, opened in a new window and walked back. */
export function Nav({ pages, current }: NavProps) {
  if (pages.length === 0) return null
  const links = [{ hash: '', title: '看板' }, ...pages]
  return (
    <nav class="nav" aria-label="后台">
      {links.map(({ hash, title }) => (
        <a key={hash} href={`#/${hash}`} aria-current={hash === (current?.hash ?? '') ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}
