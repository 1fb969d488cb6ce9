import Handlebars from 'handlebars'
import type { CheckedTemplate } from './checkTemplate.ts'
import { gapMark } from './factNames.ts'
import { MAX_FACT_CHARS, plainText } from './plainText.ts'

export interface FilledText {
  text: string
  /** Names that were printed without a fact. */
  gaps: string[]
}

export type FillTemplate = (facts: Readonly<Record<string, string | undefined>>) => FilledText

const PRINT = 'print_'

/**
 * Compiles a template that passed `checkTemplate` in an environment of its own: no helper registered elsewhere
 * reaches it. Chat text is plain text, so nothing is escaped for HTML; whoever shows it in a page escapes it there.
 * @param maxFactChars longer facts are cut
 */
export function compileTemplate(checked: CheckedTemplate, maxFactChars = MAX_FACT_CHARS): FillTemplate {
  markPrints(checked.program)
  const run = Handlebars.create().compile(checked.program, { noEscape: true, strict: false })
  return (facts) => {
    const gaps = new Set<string>()
    return { text: run(contextOf(checked.variables, facts, maxFactChars, gaps)).trim(), gaps: [...gaps] }
  }
}

/** Printing reads another key than `{{#if}}` asks, so that a gap is seen only where it is really printed. */
function markPrints(program: hbs.AST.Program): void {
  for (const statement of program.body) {
    if (statement.type === 'MustacheStatement') {
      const path = (statement as hbs.AST.MustacheStatement).path as hbs.AST.PathExpression
      path.original = PRINT + path.original
      path.parts = [path.original]
    }
    if (statement.type === 'BlockStatement') {
      const block = statement as hbs.AST.BlockStatement
      if (block.program) markPrints(block.program)
      if (block.inverse) markPrints(block.inverse)
    }
  }
}

function contextOf(
  names: string[],
  facts: Readonly<Record<string, string | undefined>>,
  maxFactChars: number,
  gaps: Set<string>,
): object {
  const context: Record<string, string> = Object.create(null)
  for (const name of names) {
    const value = Object.hasOwn(facts, name) ? facts[name] : undefined
    const fact = value === undefined ? '' : plainText(String(value), maxFactChars)
    if (fact !== '') context[name] = fact
    Object.defineProperty(context, PRINT + name, {
      enumerable: true,
      get: () => {
        if (fact === '') gaps.add(name)
        return fact === '' ? gapMark(name) : fact
      },
    })
  }
  return context
}
