import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLParseError,
} from 'yaml'
import { z } from 'zod'

/** One fault of a file: `message` in English for the shell and the log, `said` in Chinese for whoever wrote it. */
export interface YamlFault {
  /** Counted from 1. */
  line: number
  /** `claims.0.mode`; empty: the file as a whole. */
  path: string
  message: string
  said: string
}

export type YamlRead<T> = { found: T } | { faults: YamlFault[] }

type Path = readonly PropertyKey[]

/**
 * A file that people write, against its schema.
 * @param sayings the schema's own messages in Chinese; those of zod are known
 */
export function readYaml<T>(source: string, schema: z.ZodType<T>, sayings: Record<string, string>): YamlRead<T> {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines })
  if (document.errors.length > 0) return { faults: writingFaults(document.errors, lines) }
  const alias = firstAlias(document)
  if (alias !== undefined) {
    const { line } = lines.linePos(alias)
    return { faults: [{ line, path: '', message: 'no aliases', said: '不能用 * 引用别处，请把内容写出来' }] }
  }
  const value: unknown = document.toJS()
  const parsed = schema.safeParse(value)
  if (parsed.success) return { found: parsed.data }
  const inChinese = schema.safeParse(value, { error: z.locales.zhCN().localeError }).error?.issues ?? []
  const lineAt = (path: Path) => lines.linePos(offsetOf(document.contents, path)).line
  return {
    faults: parsed.error.issues.flatMap((issue, index) => {
      const said = sayings[issue.message] ?? inChinese[index]?.message ?? issue.message
      const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
      return keys.map((path) => ({ line: lineAt(path), path: path.join('.'), message: issue.message, said }))
    }),
  }
}

/** A few aliases of aliases unfold to more than fits anywhere; no file of ours needs one. */
function firstAlias(document: Document.Parsed): number | undefined {
  let offset: number | undefined
  visit(document, {
    Alias: (_key, node) => {
      offset = node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return offset
}

/** What is no YAML at all, once a line: one missing bracket is found many times. */
function writingFaults(errors: readonly YAMLParseError[], lines: LineCounter): YamlFault[] {
  const byLine = new Map<number, YamlFault>()
  for (const { pos, message } of errors) {
    const { line } = lines.linePos(pos[0])
    const said = '这一行的写法不对，请检查缩进、冒号和括号'
    if (!byLine.has(line)) byLine.set(line, { line, path: '', message: message.split(' at line ')[0] ?? message, said })
  }
  return [...byLine.values()]
}

/** Where the named value stands, or the nearest that holds it. */
function offsetOf(root: ParsedNode | null, path: Path): number {
  let [node, offset]: [unknown, number] = [root, root?.range[0] ?? 0]
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!isScalar(pair?.key)) return offset
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as ParsedNode | undefined
      if (!item) return offset
      offset = item.range[0]
      node = item
    } else return offset
  }
  return offset
}
