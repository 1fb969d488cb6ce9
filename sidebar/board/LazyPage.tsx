import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { StatePage } from '../shared/StatePage.tsx'
import type { BoardPage, PageProps } from './pages.ts'

type Part = { kind: 'loading' } | { kind: 'ready'; of: BoardPage; Page: ComponentType<PageProps> } | { kind: 'failed' }

/** A page whose script comes when it is opened. */
export function LazyPage({ page, ...props }: PageProps & { page: BoardPage }) {
  const [part, setPart] = useState<Part>({ kind: 'loading' })
  useEffect(() => {
    let isWanted = true
    const show = (next: Part) => {
      if (isWanted) setPart(next)
    }
    show({ kind: 'loading' })
    page.load().then(
      ({ Page }) => show({ kind: 'ready', of: page, Page }),
      () => show({ kind: 'failed' }),
    )
    return () => {
      isWanted = false
    }
  }, [page])
  if (part.kind === 'ready' && part.of === page) return <part.Page {...props} />
  if (part.kind === 'failed') return <NotLoaded />
  return (
    <div class="loading" aria-busy="true">
      <p role="status">正在打开…</p>
      <i class="bone" />
      <i class="bone" />
    </div>
  )
}

/** No network, or a new version is out: the page itself must be fetched again. */
function NotLoaded() {
  return (
    <StatePage title="页面没有打开" text="网络不稳，或者刚换了新版本。">
      <button type="button" class="fill" onClick={() => location.reload()}>
        重新打开
      </button>
    </StatePage>
  )
}
