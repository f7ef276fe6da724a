import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { antdScripts } from './dev/antd-scripts.ts';
import { antdSheet } from './dev/antd-sheet.ts';
import { compress } from './dev/compress.ts';

// What is built is what everybody gets: with "development" or "test" in the environment it would be React's development build, larger and slower.
if (process.argv.includes('build')) process.env.NODE_ENV = 'production';

const server = process.env.HOMEFIELD_DEV_SERVER ?? 'http://127.0.0.1:4700';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), antdSheet(), antdScripts(), compress()],
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
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 30 },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 20 },
            { name: 'data', test: /node_modules[\\/]@tanstack[\\/]/, priority: 20 },
            // Of the shell; without a chunk of its own it would go with the shapes, which need it, and the shell with them.
            { name: 'access', test: /[\\/]contract[\\/]src[\\/]access/, priority: 30 },
            { name: 'shapes', test: /(node_modules[\\/]zod[\\/]|[\\/]contract[\\/]src[\\/](?!access))/, priority: 20 },
          ],
        },
      },
    },
  },
});
