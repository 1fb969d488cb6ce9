import pino, { type DestinationStream, type Logger } from 'pino'

/** Names under which a secret, a phone or a message text could slip into a log line. */
const NEVER = [
  'secret',
  'token',
  'access_token',
  'accessToken',
  'phone',
  'mobile',
  'text',
  'content',
  'body',
  'cookie',
  'authorization',
  'password',
  'ticket',
  'signature',
  'welcomeCode',
  'parameters',
  'query',
]

/** One JSON line per event. Errors are cut to name, message and stack; driver errors lose their SQL and values. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: undefined,
      redact: { paths: NEVER.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
      serializers: { err: plainError },
    },
    destination ?? bufferedStdout(),
  )
}

/** Lines are gathered and written a few at a time: a write per request would cost more than the request. */
function bufferedStdout(): DestinationStream {
  const stdout = pino.destination({ fd: 1, sync: false, minLength: 4096 })
  setInterval(() => stdout.flush(), 500).unref()
  return stdout
}

function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 300) }
  const { code, errno, errcode, api } = error as { code?: unknown; errno?: unknown; errcode?: unknown; api?: unknown }
  // The stack repeats the message on its first lines; frames are enough, and a driver's message may quote values.
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
  const isDriver = error.name === 'QueryFailedError'
  return {
    name: error.name,
    message: isDriver ? 'query failed' : error.message.slice(0, 300),
    code,
    errno,
    errcode,
    api,
    frames,
  }
}
