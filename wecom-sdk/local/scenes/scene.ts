import { z } from 'zod'

/** A scene checks what it is given: it is also reachable over HTTP. Throws ZodError or SceneError. */
export function scene<S extends z.ZodType, R>(schema: S, play: (input: z.output<S>) => R): (input: z.input<S>) => R {
  return (input) => play(schema.parse(input))
}

export const message = z.record(z.string(), z.unknown())
export const userid = z.string().min(1).max(64)
export const externalUserId = z.string().min(1)
export const chatId = z.string().min(1)
