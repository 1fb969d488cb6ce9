import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** One build per page: shared code is copied into each, so a page is one HTML, one script and one style sheet. */
const page = (name: string, isFirst: boolean) => ({
  consumer: 'client' as const,
  build: {
    outDir: at('../dist/sidebar'),
    emptyOutDir: isFirst,
    assetsInlineLimit: 0,
    modulePreload: false as const,
    reportCompressedSize: false,
    // WeCom on Windows embeds Chrome 107, old phones bring Safari 14.
    target: ['chrome87', 'safari14'],
    rolldownOptions: { input: { [name]: at(`${name}/index.html`) } },
  },
})

export default defineConfig({
  root: at('.'),
  publicDir: false,
  appType: 'mpa',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  environments: { guide: page('guide', true), board: page('board', false) },
  builder: {
    async buildApp(builder) {
      for (const name of ['guide', 'board']) {
        const environment = builder.environments[name]
        if (environment) await builder.build(environment)
      }
    },
  },
})
