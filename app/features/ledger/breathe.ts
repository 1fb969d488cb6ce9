/**
 * Between two looks of a long walk: stops when told to, and lets others have their turn. SQLite answers at once, in the
 * same turn of the event loop: without this, callbacks of WeCom would wait until the whole ledger is proven.
 */
export async function breathe(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  await new Promise(setImmediate)
}
