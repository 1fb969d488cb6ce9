import { type Demo, startDemo } from '../../demo/start.ts'

/** Large enough for a board with every figure. */
const SCALE = 0.12

let started: Promise<Demo> | undefined

after(async () => (await started)?.close())

/**
 * One demo for the stories that can share it: filling it takes longer than they do. Each takes up its own customers,
 * and the one that lets days pass comes last by the name of its file.
 */
export function openSharedDemo(): Promise<Demo> {
  started ??= startDemo({ port: 0, nowMs: Date.now(), say: () => {}, scale: SCALE })
  return started
}
