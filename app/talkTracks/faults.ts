/** One fault of a file in `templates/`, as an operator reads it. */
export interface TemplateFileFault {
  file: string
  line?: number
  message: string
}

/** All faults of a folder at once. The product does not start with a template it cannot trust. */
export class TemplateFaults extends Error {
  readonly faults: TemplateFileFault[]
  constructor(faults: TemplateFileFault[]) {
    super(
      `templates have ${faults.length} fault(s):\n${faults.map((fault) => `  - ${describeFault(fault)}`).join('\n')}`,
    )
    this.faults = faults
  }
}

export function describeFault({ file, line, message }: TemplateFileFault): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${message}`
}
