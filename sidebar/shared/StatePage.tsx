import type { ComponentChildren } from 'preact'

interface StatePageProps {
  title: string
  text?: string
  children?: ComponentChildren
}

/** A whole page that says in words what is the matter and offers the next step. */
export function StatePage({ title, text, children }: StatePageProps) {
  return (
    <main class="state">
      <h1>{title}</h1>
      {text && <p>{text}</p>}
      {children && <div class="state-acts">{children}</div>}
    </main>
  )
}
