import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

const FOCUSABLE = 'button:not([disabled]),a[href],input,textarea,select'

interface SheetProps {
  title: string
  onClose(): void
  children: ComponentChildren
}

/** A modal dialog from the lower edge. Focus stays inside, Escape closes, and focus returns to where it was. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const box = useRef<HTMLDivElement>(null)
  // Before paint: a quick next key must already find the focus here.
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null
    box.current?.focus()
    return () => before?.focus()
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    // A sheet may stand in another: the keys are for the upper one.
    if (event.key === 'Escape' || event.key === 'Tab') event.stopPropagation()
    if (event.key === 'Escape') onClose()
    if (event.key === 'Tab' && box.current) keepFocusIn(box.current, event)
  }
  return (
    <div class="sheet">
      <button type="button" class="sheet-veil" tabIndex={-1} aria-hidden="true" onClick={onClose} />
      <div
        class="sheet-box"
        role="dialog"
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
        ref={box}
        onKeyDown={onKeyDown}
      >
        <div class="sheet-head">
          <h2>{title}</h2>
          <button type="button" class="quiet" onClick={onClose}>
            关闭
          </button>
        </div>
        {children}
      </div>
    </div>
  )
}

function keepFocusIn(box: HTMLElement, event: KeyboardEvent): void {
  const stops = box.querySelectorAll<HTMLElement>(FOCUSABLE)
  const first = stops[0]
  const last = stops[stops.length - 1]
  const active = document.activeElement
  if (event.shiftKey && (active === first || active === box)) {
    last?.focus()
    event.preventDefault()
  } else if (!event.shiftKey && active === last) {
    first?.focus()
    event.preventDefault()
  }
}
