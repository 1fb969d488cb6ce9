/** The shape of who, stage and to-do, so that nothing jumps when the data arrives. */
export function Skeleton() {
  return (
    <div class="skeleton" aria-busy="true">
      <p class="unseen" role="status">
        正在打开…
      </p>
      <div class="block">
        <i class="bone name" />
        <i class="bone" />
      </div>
      <div class="block">
        <i class="bone name" />
        <i class="bone" />
        <i class="bone" />
        <i class="bone act" />
      </div>
    </div>
  )
}
