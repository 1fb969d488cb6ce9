import type { Health, HealthLine } from '../../../app/features/operations/contract.ts'
import { useLoaded } from '../../shared/useLoaded.ts'
import { LoadState } from '../LoadState.tsx'
import type { PageProps } from '../pages.ts'
import './ledger.css'

const SIGN = { ok: '✓', warn: '!', fault: '✗' } as const
const SAID = { ok: '正常', warn: '留意', fault: '要处理' } as const
/** Where a line can be followed up. */
const LEADS_TO: Partial<Record<HealthLine['name'], string>> = { ledger: '#/ledger', seal: '#/ledger' }

/** How the product does, a line each. */
export function Page(_: PageProps) {
  const loaded = useLoaded<Health>('/api/health')
  return (
    <div class="ledger">
      <LoadState loaded={loaded}>
        {({ version, lines }) => (
          <>
            <ul class="health">
              {lines.map((line) => (
                <Line key={line.name} line={line} />
              ))}
            </ul>
            <p class="soft">回头客 {version}</p>
          </>
        )}
      </LoadState>
    </div>
  )
}

function Line({ line: { name, title, state, detail } }: { line: HealthLine }) {
  const href = LEADS_TO[name]
  return (
    <li>
      <span class={`health-sign ${state}`}>
        {SIGN[state]} {SAID[state]}
      </span>
      {href ? (
        <a class="health-title" href={href}>
          {title}
        </a>
      ) : (
        <strong class="health-title">{title}</strong>
      )}
      <span class="health-detail">{detail}</span>
    </li>
  )
}
