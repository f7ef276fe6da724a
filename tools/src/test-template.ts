import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the test files of one run keep the engines that all of them begin with. */
    engineTemplate: string;
  }
}

/** A folder for the run; the first test file that needs engines fills it (server/src/testing). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'homefield-template-'));
  project.provide('engineTemplate', folder);
  return () => rm(folder, { recursive: true, force: true });
}
