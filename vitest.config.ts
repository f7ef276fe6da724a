import { defineConfig } from 'vitest/config';
import { LongFirst } from './tools/src/test-order.ts';

export default defineConfig({
  test: {
    include: ['{contract,wecom,sandbox,server,console,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['tools/src/test-template.ts'],
    sequence: { sequencer: LongFirst },
    setupFiles: ['tools/src/test-setup.ts'],
    // Real engines start per file; two files at a time is what two cores carry.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    server: { deps: { external: [/node_modules/] } },
  },
});
