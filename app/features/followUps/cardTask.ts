const TASK_ID = /^fu_(\d{1,9})_(\d{1,9})$/

/** `fu_<follow-up>_<version>`: unique per card sent, and readable when a click comes back. */
export function cardTaskId(followUpId: number, version: number): string {
  return `fu_${followUpId}_${version}`
}

export function followUpOfTask(taskId: string): number | undefined {
  const id = Number(TASK_ID.exec(taskId)?.[1])
  return Number.isInteger(id) ? id : undefined
}
