import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, defineConfig, type Plugin } from 'vite';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** First characters of the app's hash: the loader asks for `app.js?v=…`, which may be cached for ever. */
function appVersion(): string {
  // Nothing built yet (the weight test builds in memory): the number does not matter.
  if (!existsSync(file('dist/app.js'))) return '0';
  return createHash('sha256')
    .update(readFileSync(file('dist/app.js')))
    .digest('hex')
    .slice(0, 10);
}

/** Builds the loader once the app is written, since it must know the app's hash: one `vite build` gives both. */
function loaderAfterwards(): Plugin {
  let written = false;
  return {
    name: 'meada-loader',
    configResolved: (config) => {
      written = config.build.write;
    },
    closeBundle: async () => {
      if (!written) return;
      for (const mode of ['loader', 'site'])
        await build({ configFile: file('vite.config.ts'), root: file('.'), mode, logLevel: 'warn' });
    },
  };
}

/**
 * Three classic scripts: `app.js`, with mode `loader` the small `loader.js` that fetches it, and with mode `site` the
 * buttons and the form for any page.
 */
const entries: Record<string, string> = { loader: 'src/loader.ts', site: 'src/site/site.ts' };

export default defineConfig(({ mode }) => {
  const small = entries[mode];
  return {
    plugins: small ? [] : [loaderAfterwards()],
    define: {
      __APP_VERSION__: JSON.stringify(small ? appVersion() : ''),
      'process.env.NODE_ENV': '"production"',
    },
    build: {
      outDir: 'dist',
      emptyOutDir: !small,
      target: ['es2022', 'chrome105', 'firefox112', 'safari16'],
      modulePreload: false,
      sourcemap: false,
      lib: {
        entry: file(small ?? 'src/app.tsx'),
        formats: ['iife'],
        name: 'meadaUnused',
        fileName: () => (small ? `${mode}.js` : 'app.js'),
      },
    },
  };
});
