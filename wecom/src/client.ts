import type { Dispatcher } from 'undici';
import { createCaller } from './caller.ts';
import type { ClientLimits } from './caller.ts';
import { sendAppMessage } from './calls/app-messages.ts';
import type { AppMessageRequest, AppMessageSent } from './calls/app-messages.ts';
import { contactWayCalls } from './calls/contact-ways.ts';
import type { ContactWayCalls } from './calls/contact-ways.ts';
import { contactCalls } from './calls/contacts.ts';
import type { ContactCalls } from './calls/contacts.ts';
import { massMessageCalls } from './calls/mass-messages.ts';
import type { MassMessageCalls } from './calls/mass-messages.ts';
import type { WelcomeRequest } from './calls/messages.ts';
import { organizationCalls } from './calls/organization.ts';
import type { OrganizationCalls } from './calls/organization.ts';
import { tagCalls } from './calls/tags.ts';
import type { TagCalls } from './calls/tags.ts';
import { createTokenStore } from './tokens.ts';
import type { TokenStore } from './tokens.ts';
import { undiciTransport } from './transport.ts';
import type { Transport } from './transport.ts';

export const WECOM_BASE_URL = 'https://qyapi.weixin.qq.com';

export interface WecomClientOptions {
  /** Default the real WeCom; point it at a proxy or a sandbox. */
  baseUrl?: string;
  corpId: string;
  /** Secret of one self-built app. */
  secret: string;
  clock: { now(): number };
  /** Share one store between clients of the same app; default one of its own. */
  tokens?: TokenStore;
  /** For proxies, pools and certificates. Ignored when `transport` is given. */
  dispatcher?: Dispatcher;
  transport?: Transport;
  /** Waits between repeats; default a timer. */
  wait?: (ms: number) => Promise<void>;
  limits?: Partial<ClientLimits>;
}

/** One app of one corp. Every method throws WecomError when WeCom refuses. */
export interface WecomClient {
  readonly contacts: ContactCalls;
  readonly tags: TagCalls;
  readonly contactWays: ContactWayCalls;
  readonly massMessages: MassMessageCalls;
  readonly organization: OrganizationCalls;
  /** Within 20 s of the add event, once. Never repeated by the client after a time-out. */
  sendWelcome(request: WelcomeRequest): Promise<void>;
  sendAppMessage(request: AppMessageRequest): Promise<AppMessageSent>;
}

const DEFAULT_LIMITS: ClientLimits = {
  timeoutMs: 10_000, retriesMax: 3, firstWaitMs: 500, responseBytesMax: 32 * 2 ** 20, pagesMax: 100_000,
};

export function createWecomClient(options: WecomClientOptions): WecomClient {
  const caller = createCaller({
    baseUrl: options.baseUrl ?? WECOM_BASE_URL,
    corpId: options.corpId,
    secret: options.secret,
    tokens: options.tokens ?? createTokenStore(options.clock),
    transport: options.transport ?? undiciTransport(options.dispatcher),
    wait: options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
  });
  return {
    contacts: contactCalls(caller),
    tags: tagCalls(caller),
    contactWays: contactWayCalls(caller),
    massMessages: massMessageCalls(caller),
    organization: organizationCalls(caller),
    async sendWelcome(request) {
      await caller.call({ method: 'POST', path: 'externalcontact/send_welcome_msg', body: request });
    },
    sendAppMessage: (request) => sendAppMessage(caller, request),
  };
}
