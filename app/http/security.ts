import type { Middleware } from 'koa'
import helmet from 'koa-helmet'

/**
 * Pages load only what we serve; avatars come from WeChat's hosts over https.
 * The panel is a top-level webview in WeCom, so framing may be limited to ourselves (the demo's chat frame).
 */
export function securityHeaders(isHttps: boolean): Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'https:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        frameSrc: ["'self'"],
        frameAncestors: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    frameguard: { action: 'sameorigin' },
    referrerPolicy: { policy: 'no-referrer' },
    hsts: isHttps ? { maxAge: 15_552_000 } : false,
    crossOriginEmbedderPolicy: false,
  }) as unknown as Middleware
}
