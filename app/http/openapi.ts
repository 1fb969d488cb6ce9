import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import type { ZodObject, ZodType } from 'zod'
import { ERRORS } from './errors.ts'
import type { Route } from './route.ts'

const ACCESS_TEXT: Record<Route['access'], string> = {
  public: 'Anyone.',
  wecom: 'WeCom: signed and encrypted by the platform.',
  signed: 'Order systems: signed with the secret of the source.',
  internal: 'Loopback callers only.',
  guide: 'A guide with a session.',
  manager: 'Store manager, regional manager or operator with a session.',
  operator: 'Operator with a session.',
}

/** The OpenAPI 3.1 document, grown from the very schemas that check requests and answers. */
export function describeApi(routes: Route[], version: string): object {
  const registry = new OpenAPIRegistry()
  for (const route of routes) registry.registerPath(describeRoute(route))
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'huitouke', version, description: `Errors: ${Object.keys(ERRORS).join(', ')}` },
  })
}

function describeRoute(route: Route) {
  const { params, query, body } = route
  return {
    method: route.method,
    path: route.path.replace(/:(\w+)/g, '{$1}'),
    summary: route.summary,
    description: ACCESS_TEXT[route.access],
    request: {
      ...(params ? { params: params as ZodObject } : {}),
      ...(query ? { query: query as ZodObject } : {}),
      ...(body ? { body: { content: { 'application/json': { schema: body as ZodType } } } } : {}),
    },
    responses: {
      200:
        route.answer === 'raw'
          ? { description: 'see the summary' }
          : { description: 'ok', content: { 'application/json': { schema: route.answer as ZodType } } },
    },
  }
}
