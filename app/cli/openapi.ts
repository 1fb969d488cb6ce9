import { writeFile } from 'node:fs/promises'
import { describeProduct } from '../boot/describe.ts'
import { runCommand } from './runCommand.ts'

/** `npm run openapi [-- file]`: the OpenAPI document, to a file or to standard output. */
await runCommand(async () => {
  const text = `${JSON.stringify(await describeProduct(), null, 2)}\n`
  const file = process.argv[2]
  if (file) await writeFile(file, text)
  else process.stdout.write(text)
  return 0
})
