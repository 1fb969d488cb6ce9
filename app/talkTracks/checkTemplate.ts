import Handlebars from 'handlebars'

export interface TemplateFault {
  /** Line inside the template's text, from 1. */
  line?: number
  message: string
}

export interface CheckedTemplate {
  program: hbs.AST.Program
  variables: string[]
  /** How many places print a variable: the bound for the longest possible output. */
  prints: number
  /** Bytes of the fixed text. */
  fixedBytes: number
  faults: TemplateFault[]
}

const MAX_SOURCE_CHARS = 4000

/**
 * A template that an operator writes is code, so only two things of Handlebars are let through: `{{name}}` and
 * `{{#if name}}…{{else}}…{{/if}}` with names of the list. No helper, partial, path, loop or raw print is left to
 * reach a prototype, print a whole object or grow without bound.
 */
export function checkTemplate(source: string, names: readonly string[]): CheckedTemplate {
  const checked: CheckedTemplate = {
    program: { type: 'Program', body: [], blockParams: [] } as unknown as hbs.AST.Program,
    variables: [],
    prints: 0,
    fixedBytes: 0,
    faults: [],
  }
  if (source.length > MAX_SOURCE_CHARS) {
    checked.faults.push({ message: `longer than ${MAX_SOURCE_CHARS} characters` })
    return checked
  }
  // In the tree a raw block looks like any other.
  if (source.includes('{{{{')) checked.faults.push({ message: 'raw blocks are not allowed' })
  try {
    checked.program = Handlebars.parseWithoutProcessing(source)
  } catch (error) {
    checked.faults.push({ message: firstLine(error) })
    return checked
  }
  checkProgram(checked.program, new Set(names), checked)
  checked.variables = [...new Set(checked.variables)]
  // Parsed anew: `parse` also applies the white space rules of `{{~name~}}` and of blocks on lines of their own.
  if (checked.faults.length === 0) checked.program = Handlebars.parse(source)
  return checked
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 3).join(' ')
}

function checkProgram(program: hbs.AST.Program, names: Set<string>, checked: CheckedTemplate): void {
  if (program.blockParams && program.blockParams.length > 0)
    report(checked, program, 'block parameters are not allowed')
  for (const statement of program.body) checkStatement(statement, names, checked)
}

function checkStatement(statement: hbs.AST.Statement, names: Set<string>, checked: CheckedTemplate): void {
  switch (statement.type) {
    case 'CommentStatement':
      return
    case 'ContentStatement':
      checked.fixedBytes += Buffer.byteLength((statement as hbs.AST.ContentStatement).value)
      return
    case 'MustacheStatement':
      checkPrint(statement as hbs.AST.MustacheStatement, names, checked)
      return
    case 'BlockStatement':
      checkBlock(statement as hbs.AST.BlockStatement, names, checked)
      return
    default:
      report(checked, statement, `${statement.type} is not allowed`)
  }
}

function checkPrint(print: hbs.AST.MustacheStatement, names: Set<string>, checked: CheckedTemplate): void {
  // `{{{x}}}` and `{{&x}}` are the forms that would print unescaped where escaping is on.
  if (!print.escaped) report(checked, print, 'only {{name}} may print, not {{{name}}} or {{&name}}')
  if (print.params.length > 0 || print.hash) report(checked, print, 'helpers are not allowed')
  checkName(print.path, names, checked)
  checked.prints += 1
}

function checkBlock(block: hbs.AST.BlockStatement, names: Set<string>, checked: CheckedTemplate): void {
  const { path, params, hash } = block
  const isIf = path.type === 'PathExpression' && path.original === 'if' && path.parts.length === 1
  if (!isIf) {
    report(checked, block, 'the only block allowed is {{#if name}}')
    return
  }
  if (params.length !== 1 || hash) report(checked, block, '{{#if}} takes exactly one name')
  for (const param of params) checkName(param, names, checked)
  if (block.program) checkProgram(block.program, names, checked)
  if (block.inverse) checkProgram(block.inverse, names, checked)
}

function checkName(node: hbs.AST.Node, names: Set<string>, checked: CheckedTemplate): void {
  const path = node as hbs.AST.PathExpression
  const isPlain =
    path.type === 'PathExpression' &&
    !path.data &&
    path.depth === 0 &&
    path.parts.length === 1 &&
    path.parts[0] === path.original
  if (!isPlain) report(checked, node, 'only plain names are allowed')
  else if (!names.has(path.original)) report(checked, node, `unknown variable ${path.original.slice(0, 40)}`)
  else checked.variables.push(path.original)
}

function report(checked: CheckedTemplate, node: hbs.AST.Node, message: string): void {
  checked.faults.push({ line: node.loc?.start.line, message })
}
