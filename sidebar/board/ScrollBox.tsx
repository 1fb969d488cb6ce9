import type { ComponentChildren } from 'preact'

/** A box that scrolls must be reachable by keys, or its right half is for mice only (WCAG 2.1.1). */
const REACHABLE = { tabIndex: 0 }

/** Tables wider than the screen scroll in here; the page never does. */
export function ScrollBox({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <section class="scroll" aria-label={label} {...REACHABLE}>
      {children}
    </section>
  )
}
