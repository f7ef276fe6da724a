import { expect } from 'vitest';

// The tests have to run on the Node that users get; an older one would strip no types and hide it behind vite's transform.
expect(Number(process.versions.node.split('.')[0]), 'the tests run on Node 24 (use npm test)').toBeGreaterThanOrEqual(24);
