import { checkTemplate } from './checkTemplate.ts'
import { compileTemplate } from './compileTemplate.ts'
import { FACT_NAMES } from './factNames.ts'
import { plainText } from './plainText.ts'
import type { TalkTrackFacts } from './types.ts'

/** One sign is in too many words to be the fact. */
const MIN_FACT_CHARS = 2
const NUMBER = /^[\d,]+$/
const quote = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * A sentence as it was said, made a template again: what the facts say becomes their variables, longest first, so
 * that nobody's name goes to everybody. `{{` that somebody typed stays text.
 * @returns a checked template that renders to this very text with these facts; undefined where none can
 */
export function textToTemplate(text: string, facts: TalkTrackFacts): string | undefined {
  const said = text.replace(/\r\n?/g, '\n').trim()
  const values = valuesOf(facts)
  const template = withGreeting(putBack(said, values))
  return render(template, facts) === said ? template : undefined
}

/** What each fact prints, longest first; of two that print the same, the first of the list. */
function valuesOf(facts: TalkTrackFacts): Map<string, string> {
  const pairs = FACT_NAMES.map((name) => [plainText(facts[name] ?? ''), name] as const)
    .filter(([value]) => value.length >= MIN_FACT_CHARS || NUMBER.test(value))
    .sort(([a], [b]) => b.length - a.length)
  const values = new Map<string, string>()
  for (const [value, name] of pairs) if (!values.has(value)) values.set(value, name)
  return values
}

function putBack(said: string, values: ReadonlyMap<string, string>): string {
  // A number is only itself where no other digit touches it: 3 is not in 13.
  const forms = [...values.keys()].map((value) => (NUMBER.test(value) ? `(?<!\\d)${value}(?!\\d)` : quote(value)))
  return said.replace(new RegExp([...forms, '\\{\\{'].join('|'), 'gu'), (found) => {
    const name = values.get(found)
    return name === undefined ? '\\{{' : `{{${name}}}`
  })
}

/** A sentence that begins with the name can be said without it. */
function withGreeting(template: string): string {
  return template.replace(/^\{\{customerName\}\}([，,、！! ]+)/u, '{{#if customerName}}{{customerName}}$1{{/if}}')
}

function render(template: string, facts: TalkTrackFacts): string | undefined {
  const checked = checkTemplate(template, FACT_NAMES)
  if (checked.faults.length > 0) return undefined
  return compileTemplate(checked)({ ...facts }).text
}
