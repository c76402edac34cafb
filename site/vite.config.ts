import { defineConfig } from 'vite';

/** One module for the server, `dist/site.js`: pages with everything in it, since Node cannot read JSX. */
export default defineConfig({
  build: {
    ssr: new URL('src/index.ts', import.meta.url).pathname,
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node22',
    minify: false,
    rollupOptions: { output: { entryFileNames: 'site.js' } },
  },
  ssr: { noExternal: true },
});
