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
      if (written)
        await build({
          configFile: file('vite.config.ts'),
          root: file('.'),
          mode: 'loader',
          logLevel: 'warn',
        });
    },
  };
}

/** Two classic scripts: `app.js`, and with mode `loader` the small `loader.js` that fetches it. */
export default defineConfig(({ mode }) => {
  const loader = mode === 'loader';
  return {
    plugins: loader ? [] : [loaderAfterwards()],
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
        entry: file(loader ? 'src/loader.ts' : 'src/app.tsx'),
        formats: ['iife'],
        name: 'meadaUnused',
        fileName: () => (loader ? 'loader.js' : 'app.js'),
      },
    },
  };
});
