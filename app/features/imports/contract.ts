import { z } from 'zod'

export const IMPORT_KINDS = [
  'regions',
  'stores',
  'guides',
  'products',
  'members',
  'groups',
  'orders',
  'refunds',
] as const
export type ImportKindName = (typeof IMPORT_KINDS)[number]

/** `row` counts as a spreadsheet does: the header is row 1. 0: the file as a whole. */
const FAULT = z.object({ row: z.int(), reason: z.string() })
export type ImportFault = z.infer<typeof FAULT>

/** What an import did, or with `dryRun` would have done. `added`, `changed`, `unchanged` count records, not rows. */
export const IMPORT_REPORT = z.object({
  kind: z.enum(IMPORT_KINDS),
  file: z.string(),
  dryRun: z.boolean(),
  /** False: nothing was written, because of faults without `partial`, or on a dry run. */
  written: z.boolean(),
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** New matters for a person: an unknown store or guide, other content under a known number. */
  exceptions: z.int(),
  /** The first of them. */
  faults: z.array(FAULT),
  faultCount: z.int(),
  /** Rows of totals, which are no sales and were passed over. */
  totalRows: z.array(z.int()),
  /** Where the faulty rows were put back, each with its reason. */
  faultsFile: z.string().nullable(),
})
export type ImportReport = z.infer<typeof IMPORT_REPORT>

export interface ImportOptions {
  dryRun?: boolean
  /** Take the good rows although others are faulty. */
  partial?: boolean
  /** Source of orders whose file has no `source` column; `pos-file` by default. */
  source?: string
  /** Told now and then how far a file of orders or refunds is. */
  onProgress?(progress: ImportProgress): void
}

export interface ImportProgress {
  step: 'check' | 'sales' | 'returns'
  row: number
  /** Undefined while they are still being counted. */
  rows: number | undefined
}
