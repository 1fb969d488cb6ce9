/** A share of a whole. The figure stands beside it in words: the bar itself says nothing new. */
export function Bar({ share }: { share: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-all" width="100" height="4" />
      <rect class="bar-done" width={Math.min(1, Math.max(0, share)) * 100} height="4" />
    </svg>
  )
}
