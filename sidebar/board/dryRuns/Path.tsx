import { addressOf } from './words.ts'

interface PathProps {
  id: string
  /** Region, store and holder, as far down as one is. */
  names: readonly string[]
  place: { region: string | undefined; store?: string | undefined }
}

/** Where one is, and the way back up. */
export function Path({ id, names, place: { region, store } }: PathProps) {
  const steps = [
    { name: '全部', address: addressOf(id, {}) },
    ...names.map((name, index) => ({ name, address: addressOf(id, index === 0 ? { region } : { region, store }) })),
  ]
  return (
    <nav aria-label="位置">
      <ol class="dry-path">
        {steps.map(({ name, address }, index) => (
          <li key={address}>
            {index === steps.length - 1 ? (
              <span class="dry-name" aria-current="page">
                {name}
              </span>
            ) : (
              <a class="dry-name" href={address}>
                {name}
              </a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
