// `node tools/src/with-node.js FILE ARGS…` runs FILE on the Node that the project brings.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { findNode } from './node-of-project.js';

const node = findNode();
if (!node) {
  console.error(`Homefield needs Node 24. None came with npm for ${process.platform}-${process.arch}: install Node 24 and run the command again.`);
  process.exit(1);
}
const { status, signal } = spawnSync(node, ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)], {
  stdio: 'inherit',
  // Tools that are started by name (vitest's workers, oxlint) find the same Node.
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
});
process.exit(status ?? (signal ? 1 : 0));
