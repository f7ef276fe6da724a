/**
 * Who may import whom, as data. A room may import rooms of lower bands only, and inside `server/src` another room only through its
 * door (`index.ts`). Inside one band capabilities do not know each other unless `besides` says so, with the reason.
 */
export const bands: readonly (readonly string[])[] = [
  ['kernel'],
  ['engines'],
  ['http'],
  // Any list of any capability as a file: by jobs, fetched over HTTP.
  ['exports'],
  ['customers', 'content', 'channels', 'organization', 'drafts', 'views'],
  ['collect', 'orders', 'tags', 'audiences', 'models'],
  ['messages', 'tasks', 'loyalty', 'communities', 'acquisition'],
  ['sops', 'campaigns', 'referrals'],
  ['insights', 'goals', 'sample', 'search'],
  ['wiring'],
  ['demo', 'commands'],
  ['main'],
];

/** Imports inside a band, each with its reason. */
export const besides: readonly { from: string; to: string; why: string }[] = [
  { from: 'commands', to: 'demo', why: 'the command starts the demo' },
  { from: 'audiences', to: 'models', why: 'a rule may name the class of a model; the names and labels are the model\'s' },
];

/** Packages of the repository that a package may import. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  wecom: [],
  sandbox: ['wecom'],
  server: ['contract', 'wecom'],
  console: ['contract'],
  tools: ['contract', 'wecom', 'sandbox', 'server'],
};

/** Second doors of packages, each with its reason. */
export const sideDoors: Readonly<Record<string, readonly string[]>> = {
  // Who may do what, without Zod: the console's shell decides by it and has to stay small.
  // The words of the audit log: only its page needs them, and none of the shapes.
  contract: ['/access', '/audit-words'],
};

/** Rooms of the server that may also use the sandbox: it plays the outside world (and the brand to learn on), never a part of the product. */
export const mayUseSandbox: readonly string[] = ['demo', 'sample'];

/** Rooms that may do what is forbidden elsewhere. Paths begin with these. */
export const exceptions: Readonly<Record<string, readonly string[]>> = {
  'Date.now(': ['server/src/kernel/clock.ts', 'console/', 'tools/'],
  'new Date()': ['server/src/kernel/clock.ts', 'console/', 'tools/'],
  'Math.random(': ['tools/', 'console/dev/'],
  'randomUUID(': ['tools/', 'console/', 'server/src/kernel/random.ts'],
  'randomBytes(': ['tools/', 'server/src/kernel/random.ts'],
  'process.env': ['server/src/main.ts', 'server/bin/', 'tools/', 'console/vite.config.ts', 'console/dev/', 'vitest.config.ts'],
};
