import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { problem } from '../../kernel/index.ts';

/**
 * PostgreSQL refuses to run as root. Containers and small servers often have nobody else, so we start it as an unprivileged user
 * that has no more rights than it needs to reach the data folder.
 */
export type RunAs = {
  /** Owner that the data folder has to have. */
  uid: number;
  gid: number;
  /** Put in front of the program. */
  prefix: readonly string[];
  /** Given to `spawn` (empty when the prefix does the change). */
  spawn: { uid?: number; gid?: number };
};

export const CannotDropRoot = problem('cannot_drop_root', 500, {
  en: 'PostgreSQL cannot run as root, and the unprivileged user "{user}" cannot reach {path}. Run Homefield as an ordinary user, or allow others to enter the folders above it (chmod o+x).',
  zh: 'PostgreSQL 不能以 root 运行，而普通用户“{user}”无法进入 {path}。请用普通用户运行 Homefield，或为上级目录加上进入权限（chmod o+x）。',
});

/** How to run the server programs so that they can reach all `paths`. `probe` is a program that must run (e.g. `postgres`). */
export function chooseRunAs(paths: readonly string[], probe: string): RunAs {
  const uid = process.getuid?.() ?? 1000;
  const gid = process.getgid?.() ?? 1000;
  if (uid !== 0) return { uid, gid, prefix: [], spawn: {} };
  const user = unprivilegedUser();
  const blocked = paths.find((path) => !othersReach(path));
  if (blocked === undefined) return { uid: user.uid, gid: user.gid, prefix: [], spawn: { uid: user.uid, gid: user.gid } };
  // The folders above are closed to others (a home of root, a private temporary folder): keep the one capability that lets the
  // server's user pass. `no_setuid_fixup` makes access(2) heed it, by which PostgreSQL looks for its own programs.
  const capabilities = '-all,+dac_override,+dac_read_search';
  const setpriv = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', `--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`, '--securebits=+no_setuid_fixup'];
  if (runs([...setpriv, probe])) return { uid: user.uid, gid: user.gid, prefix: setpriv, spawn: {} };
  // A user name space without a mapping: not root by name, still the owner of root's files.
  if (runs(['unshare', '--user', probe])) return { uid: 0, gid: 0, prefix: ['unshare', '--user'], spawn: {} };
  throw CannotDropRoot({ user: user.name, path: blocked });
}

function runs(command: readonly string[]): boolean {
  const [program = '', ...args] = command;
  try {
    execFileSync(program, [...args, '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** `postgres` when the machine has that user, else `nobody`; initdb looks its user up by number, so it has to exist. */
function unprivilegedUser(): { name: string; uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const found = users.find(([name]) => name === wanted);
    if (found && Number(found[2]) > 0) return { name: wanted, uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw CannotDropRoot({ user: 'nobody', path: '/etc/passwd' });
}

/** Whether everyone may pass through every folder above the path. */
function othersReach(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
