import type { SegmentFilter } from '../../../app/features/segments/contract.ts'
import { countSet, FIELD_GROUPS, type FieldGroup, type FilterField, type Lists, type OneField } from './filterFields.ts'
import { Group, One, type Option, Picks, Range, Toggles } from './SegmentFields.tsx'

interface FormProps {
  filter: SegmentFilter
  lists: Lists
  onChange(filter: SegmentFilter): void
}

/** All conditions, by what they are about. The first group and what is set stay open. */
export function SegmentForm({ filter, lists, onChange }: FormProps) {
  const set = (part: Partial<SegmentFilter>) => onChange({ ...filter, ...part })
  return (
    <form class="seg-form" aria-label="筛选客户" onSubmit={(event) => event.preventDefault()}>
      {FIELD_GROUPS.map((group, index) => (
        <Group key={group.title} title={group.title} isOpen={index === 0} count={countSet(group, filter)}>
          {group.fields.map((field) => (
            <Field key={field.label} field={field} filter={filter} lists={lists} set={set} />
          ))}
          {group.empty && !hasOptions(group, lists) && <p class="soft">{group.empty}</p>}
        </Group>
      ))}
    </form>
  )
}

interface FieldProps {
  field: FilterField
  filter: SegmentFilter
  lists: Lists
  set(part: Partial<SegmentFilter>): void
}

function Field({ field, filter, lists, set }: FieldProps) {
  if (field.kind === 'one') return <OneOf field={field} filter={filter} set={set} />
  if (field.kind === 'range') {
    const { label, unit, scale, min, max } = field
    const change = (least: number | undefined, most: number | undefined) => set({ [min]: least, [max]: most })
    return <Range label={label} unit={unit} scale={scale} min={filter[min]} max={filter[max]} onChange={change} />
  }
  const Many = field.kind === 'toggles' ? Toggles : Picks
  return (
    <Many
      label={field.label}
      options={field.options(lists)}
      chosen={filter[field.key]}
      onChange={(chosen) => set({ [field.key]: chosen })}
    />
  )
}

function OneOf({
  field: { key, label, options },
  filter,
  set,
}: Pick<FieldProps, 'filter' | 'set'> & { field: OneField }) {
  const idOf = (value: unknown) => (value === undefined ? '' : String(value))
  const shown = options.map(([value, title]): Option => [idOf(value), title])
  const choose = (id: string) => set({ [key]: options.find(([value]) => idOf(value) === id)?.[0] })
  return <One label={label} options={shown} chosen={idOf(filter[key])} onChange={choose} />
}

const hasOptions = ({ fields }: FieldGroup, lists: Lists) =>
  fields.some((field) => !('options' in field) || field.kind === 'one' || field.options(lists).length > 0)
