import type { JobDefinition } from './types.ts'

/** Declares a job. The one place where a handler's payload is tied to its schema and then forgotten for the registry. */
export function defineJob<D, P>(definition: JobDefinition<D, P>): JobDefinition<D> {
  return definition as unknown as JobDefinition<D>
}
