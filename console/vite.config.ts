import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { antdScripts } from './dev/antd-scripts.ts';
import { antdSheet } from './dev/antd-sheet.ts';
import { chunkGroups } from './dev/chunks.ts';
import { compress } from './dev/compress.ts';
import { pageLinks } from './dev/page-links.ts';

// What is built is what everybody gets: with "development" or "test" in the environment it would be React's development build, larger and slower.
if (process.argv.includes('build')) process.env.NODE_ENV = 'production';

const server = process.env.HOMEFIELD_DEV_SERVER ?? 'http://127.0.0.1:4700';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), antdSheet(), antdScripts(), pageLinks(), compress()],
  server: { port: 4701, proxy: { '/api': { target: server, changeOrigin: false } } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Small fonts inlined as data: URLs would be fetched by everybody and need a weaker content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: chunkGroups },
      },
    },
  },
});
