import { EnvFaults } from '../../config/env.ts'

/** Runs a shell command: a plain message and exit code 1 when it fails, a stack only for what nobody foresaw. */
export async function runCommand(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work()
  } catch (error) {
    if (error instanceof EnvFaults || error instanceof CommandFault) console.error(error.message)
    else console.error(error)
    process.exitCode = 1
  }
}

/** A fault the caller can mend: wrong arguments, a missing file. */
export class CommandFault extends Error {}
