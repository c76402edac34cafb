import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

const file = (path: string) => new URL(path, import.meta.url);

/** First characters of the app's hash: the loader asks for `app.js?v=…`, which may be cached for ever. */
function appVersion(): string {
  // Nothing built yet (the weight test builds in memory): the number does not matter.
  if (!existsSync(file('dist/app.js'))) return '0';
  return createHash('sha256')
    .update(readFileSync(file('dist/app.js')))
    .digest('hex')
    .slice(0, 10);
}

/** Two classic scripts: `app.js` first (mode app), then `loader.js` (mode loader), which knows the app's hash. */
export default defineConfig(({ mode }) => {
  const loader = mode === 'loader';
  return {
    define: {
      __APP_VERSION__: JSON.stringify(loader ? appVersion() : ''),
      'process.env.NODE_ENV': '"production"',
    },
    build: {
      outDir: 'dist',
      emptyOutDir: !loader,
      target: ['es2022', 'chrome105', 'firefox112', 'safari16'],
      modulePreload: false,
      sourcemap: false,
      lib: {
        entry: file(loader ? 'src/loader.ts' : 'src/app.tsx').pathname,
        formats: ['iife'],
        name: 'meadaUnused',
        fileName: () => (loader ? 'loader.js' : 'app.js'),
      },
    },
  };
});
