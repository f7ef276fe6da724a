import { AppMessages } from './app-messages.ts';
import type { CallbackConfig } from './callback-seal.ts';
import { Callbacks } from './callbacks.ts';
import { ContactWays } from './contact-ways.ts';
import { CorpTags } from './corp-tags.ts';
import { Cursors } from './cursors.ts';
import { contactEndpoints } from './endpoints/contact-endpoints.ts';
import { contactWayEndpoints } from './endpoints/contact-way-endpoints.ts';
import type { Endpoint, Services } from './endpoints/endpoint.ts';
import { massMessageEndpoints } from './endpoints/mass-message-endpoints.ts';
import { messageEndpoints } from './endpoints/message-endpoints.ts';
import { organizationEndpoints } from './endpoints/organization-endpoints.ts';
import { tagEndpoints } from './endpoints/tag-endpoints.ts';
import { Faults } from './faults.ts';
import { Frequency } from './frequency.ts';
import { createHttp } from './http.ts';
import { Ids } from './ids.ts';
import { MassMessages } from './mass-messages.ts';
import type { Delivery } from './nouns.ts';
import { Organization } from './organization.ts';
import { fillRules } from './rules.ts';
import type { RulesInput, SandboxRules } from './rules.ts';
import { DEFAULT_STAFF, Staff } from './staff.ts';
import type { StaffSettings } from './staff.ts';
import { Timeline } from './timeline.ts';
import { Tokens } from './tokens.ts';
import type { SandboxSecret } from './tokens.ts';
import { Welcomes } from './welcomes.ts';
import { World } from './world.ts';

export interface SandboxOptions {
  /** Real or virtual; the sandbox reads it at every call. */
  clock: { now(): number };
  /** Same seed and same calls in the same order: same world. */
  seed: number;
  corpId: string;
  secrets: readonly SandboxSecret[];
  rules?: RulesInput;
  staff?: Partial<StaffSettings>;
  /** Where callbacks go; can also be set later by `callbacks.configure`. */
  callback?: CallbackConfig;
  /** Waits between tries of a callback, in real time; default a timer. */
  wait?: (ms: number) => Promise<void>;
}

/** A welcome message that a new customer got. */
export interface WelcomeDelivery {
  externalUserId: string;
  userid: string;
  at: number;
  text: string;
}

/** One corp on a WeCom of its own. */
export interface Sandbox {
  listen(options?: { port?: number; host?: string }): Promise<{ url: string; close(): Promise<void> }>;
  readonly world: World;
  readonly staff: Staff;
  readonly massMessages: MassMessages;
  readonly appMessages: AppMessages;
  readonly contactWays: ContactWays;
  readonly corpTags: CorpTags;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly callbacks: Callbacks;
  readonly rules: SandboxRules;
  /** How often each path was called, by `path` and by `path errcode`, such as `externalcontact/get 84061`. */
  readonly calls: ReadonlyMap<string, number>;
  /** Called at once for every mass message that reaches a customer, in time order. */
  onDelivered(listener: (delivery: Delivery) => void): void;
  onWelcome(listener: (welcome: WelcomeDelivery) => void): void;
  /**
   * Carries out everything due until then, in time order, before the first await; resolves when the callbacks of it are sent.
   * With the real clock call it on a timer with `clock.now()`.
   */
  advanceTo(ms: number): Promise<void>;
  /** When the next thing is due, so that a virtual clock can jump to it. */
  nextAt(): number | undefined;
}

type Listener<T> = (value: T) => void;

export function createSandbox(options: SandboxOptions): Sandbox {
  const timeline = new Timeline(options.clock);
  const calls = new Map<string, number>();
  const welcomeListeners: Array<Listener<WelcomeDelivery>> = [];
  const parts = createParts(options, timeline);
  const { rules, callbacks, tokens, faults, services } = parts;
  callbacks.configure(options.callback);
  const endpoints = endpointsOf({
    ...services,
    onWelcome: ({ follow: { externalUserId, userid }, text, at }) => {
      for (const listener of welcomeListeners) listener({ externalUserId, userid, text, at });
    },
  });
  const count = (key: string) => calls.set(key, (calls.get(key) ?? 0) + 1);
  const onCall = (path: string, errcode: number) => { count(path); count(`${path} ${errcode}`); };
  return {
    ...pick(services), rules, tokens, faults, callbacks, calls, staff: parts.staff,
    async listen({ port = 0, host = '127.0.0.1' } = {}) {
      const app = createHttp({ endpoints, tokens, frequency: new Frequency(rules), faults, now: () => timeline.now(), onCall });
      return { url: await app.listen({ port, host }), close: () => app.close() };
    },
    onDelivered: (listener) => services.massMessages.onDelivered(listener),
    onWelcome: (listener) => { welcomeListeners.push(listener); },
    async advanceTo(ms) {
      timeline.advanceTo(ms);
      await callbacks.drain();
    },
    nextAt: () => timeline.nextAt(),
  };
}

function pick({ world, massMessages, appMessages, contactWays, corpTags }: Parts['services']) {
  return { world, massMessages, appMessages, contactWays, corpTags };
}

interface Parts {
  rules: SandboxRules;
  callbacks: Callbacks;
  tokens: Tokens;
  faults: Faults;
  staff: Staff;
  services: Omit<Services, 'onWelcome'>;
}

function createParts({ corpId, secrets, seed, staff: habits, ...options }: SandboxOptions, timeline: Timeline): Parts {
  const rules = fillRules(options.rules);
  const ids = new Ids(seed);
  const wait = options.wait ?? ((ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); }));
  const callbacks = new Callbacks({ corpId, seed, rules, wait });
  const organization = new Organization();
  const welcomes = new Welcomes({ ids, seed, rules, now: () => timeline.now() });
  const contactWays = new ContactWays({ ids, seed, rules, organization });
  const world = new World({ timeline, ids, welcomes, contactWays, organization, onClientEvent: (event) => callbacks.push(event) });
  const staff = new Staff({ seed, utcOffsetMinutes: rules.utcOffsetMinutes, settings: { ...DEFAULT_STAFF, ...habits } });
  const massMessages = new MassMessages({ timeline, ids, rules, world, organization, staff });
  const appMessages = new AppMessages(rules);
  appMessages.onReceived(({ userid }) => massMessages.nudge(userid));
  return {
    rules, callbacks, staff, faults: new Faults(), tokens: new Tokens({ corpId, secrets, ids, rules }),
    services: {
      world, organization, welcomes, contactWays, massMessages, rules, corpTags: new CorpTags({ ids, rules }), appMessages,
      cursors: new Cursors({ ids, seed, rules }), newMessageId: () => ids.next('app', 40),
    },
  };
}

function endpointsOf(services: Services): Endpoint[] {
  return [
    ...contactEndpoints(services), ...tagEndpoints(services), ...contactWayEndpoints(services), ...massMessageEndpoints(services),
    ...messageEndpoints(services), ...organizationEndpoints(services),
  ];
}
