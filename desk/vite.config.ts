import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';
import { compiledWhole, deskLinks, groups } from './vite-chunks.ts';
import { slimContract } from './vite-contract.ts';
import { manifests } from './vite-manifest.ts';
import { workerAfterwards, workerConfig } from './vite-worker.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.MEADA_URL ?? 'http://localhost:3000';

const desk: UserConfig = {
  root: here('.'),
  base: '/',
  plugins: [react(), slimContract(), deskLinks(), compiledWhole(), manifests(), workerAfterwards()],
  resolve: {
    // The server validates; the desk only needs methods, paths and types of the routes (see src/api/zodless.ts).
    alias: { zod: fileURLToPath(import.meta.resolve('./src/api/zodless.ts')) },
  },
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server, ws: true, changeOrigin: false },
      '/files': { target: server, changeOrigin: false },
      '/chat': { target: server, changeOrigin: false },
    },
  },
};

export default defineConfig(({ mode }) => (mode === 'worker' ? workerConfig() : desk));
