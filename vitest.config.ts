import { defineConfig } from 'vitest/config';
import { LongFirst } from './tools/src/test-order.ts';

const of = (...folders: string[]) => folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`);

export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['tools/src/test-template.ts'],
    sequence: { sequencer: LongFirst },
    setupFiles: ['tools/src/test-setup.ts'],
    pool: 'forks',
    // Two cores carry two files that compute and one that waits (for a browser, a process, a lease).
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    server: { deps: { external: [/node_modules/] } },
    projects: [
      // A process reads what it tests once, not with every file: half of the time of a file that starts real engines. What a file stubs it puts back.
      { extends: true, test: { name: 'parts', include: of('contract', 'wecom', 'sandbox', 'server', 'console'), isolate: false } },
      // Machines that run tests are busy: what has to come may take its time.
      { extends: true, test: { name: 'whole', include: of('tools'), expect: { poll: { timeout: 20_000 } } } },
    ],
  },
});
