#!/usr/bin/env node
// Starts the product on the Node that it brings, whatever Node found this file.
import { spawn } from 'node:child_process';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { findNode } from '../../tools/src/node-of-project.js';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
// What Node made of the sources is kept beside what npm installed: every start after the first has half as much to do before it begins.
const compiled = fileURLToPath(new URL('../../node_modules/.cache/homefield', import.meta.url));
const node = findNode();
if (!node) {
  console.error(`Homefield needs Node 24. None came with npm for ${process.platform}-${process.arch}: install Node 24 and run the command again.`);
  process.exit(1);
}
if (node === process.execPath && process.execArgv.includes('--disable-warning=ExperimentalWarning')) {
  module.enableCompileCache(compiled);
  await import(main);
} else {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? compiled } });
  // Ctrl-C reaches the child through the terminal already; what is sent to this process alone is passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
