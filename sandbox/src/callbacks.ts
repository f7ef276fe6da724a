import { encryptMessage, sign } from './callback-seal.ts';
import type { CallbackConfig } from './callback-seal.ts';
import { toSeconds } from './fields.ts';
import type { ClientEvent } from './nouns.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import type { SandboxRules } from './rules.ts';

/** What may go wrong on the way; shares of all callbacks, 0 to 1. */
export interface CallbackFaults {
  /** Sent a second time although it was acknowledged. */
  duplicateShare: number;
  /** Sent after the one that follows it. */
  outOfOrderShare: number;
  /** A copy with a wrong signature goes before the true one, as a stranger would send it. */
  wrongSignatureShare: number;
  /** Added to the timestamp of the URL. */
  clockSkewMs: number;
}

/** How sending went; `failed` are those given up after the last try. */
export interface CallbackCounts {
  sent: number;
  retried: number;
  failed: number;
}

export interface CallbacksDeps {
  corpId: string;
  seed: number;
  rules: SandboxRules;
  /** Waits between tries, in real time. */
  wait: (ms: number) => Promise<void>;
}

const NO_FAULTS: CallbackFaults = { duplicateShare: 0, outOfOrderShare: 0, wrongSignatureShare: 0, clockSkewMs: 0 };

/** Posts what people do in the client to the configured URL, one after the other: 5 s time-out, three tries. */
export class Callbacks {
  readonly #deps: CallbacksDeps;
  readonly #queue: ClientEvent[] = [];
  readonly counts: CallbackCounts = { sent: 0, retried: 0, failed: 0 };
  #config: CallbackConfig | undefined;
  #faults = NO_FAULTS;
  #number = 0;
  #draining: Promise<void> | undefined;

  constructor(deps: CallbacksDeps) {
    this.#deps = deps;
  }

  /** Sets where callbacks go; undefined sends none. */
  configure(config: CallbackConfig | undefined): void {
    this.#config = config;
  }

  setFaults(faults: Partial<CallbackFaults>): void {
    this.#faults = { ...NO_FAULTS, ...faults };
  }

  /** Queues and begins to send, unless no URL is set. */
  push(event: ClientEvent): void {
    if (!this.#config) return;
    this.#queue.push(event);
    void this.drain();
  }

  /** Resolves when everything queued was sent or given up. */
  drain(): Promise<void> {
    this.#draining ??= this.#sendAll().finally(() => {
      this.#draining = undefined;
      // Something queued after the loop saw an empty queue would otherwise wait for the next event.
      return this.#queue.length > 0 ? this.drain() : undefined;
    });
    return this.#draining;
  }

  /** The check that the admin console does when a URL is saved: true when it answers with the decrypted echo within 1 s. */
  async verifyUrl(now: number): Promise<boolean> {
    if (!this.#config) return false;
    const random = createRandom(this.#deps.seed, 'echo', (this.#number += 1));
    const echo = String(random.int(2 ** 50));
    const { url, encrypted } = this.#seal(echo, now, random, this.#config);
    url.searchParams.set('echostr', encrypted);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
      return response.status === 200 && await response.text() === echo;
    } catch {
      return false;
    }
  }

  async #sendAll(): Promise<void> {
    // Lets what happens in the same tick be queued first, so that out-of-order has something to swap with.
    await Promise.resolve();
    for (let event = this.#queue.shift(); event; event = this.#queue.shift()) {
      const config = this.#config;
      if (!config) continue;
      const random = createRandom(this.#deps.seed, 'callback', (this.#number += 1));
      const next = random.next() < this.#faults.outOfOrderShare ? this.#queue.shift() : undefined;
      if (next) await this.#send(next, config, createRandom(this.#deps.seed, 'callback', (this.#number += 1)));
      await this.#send(event, config, random);
    }
  }

  async #send(event: ClientEvent, config: CallbackConfig, random: Random): Promise<void> {
    const { url, encrypted } = this.#seal(toXml(event, this.#deps.corpId), event.at + this.#faults.clockSkewMs, random, config);
    const body = `<xml><ToUserName><![CDATA[${this.#deps.corpId}]]></ToUserName><AgentID>${config.agentId ?? 0}</AgentID>`
      + `<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
    if (random.next() < this.#faults.wrongSignatureShare) await this.#try(forged(url, encrypted), body);
    const acknowledged = await this.#post(url, body);
    this.counts[acknowledged ? 'sent' : 'failed'] += 1;
    if (random.next() < this.#faults.duplicateShare) await this.#try(url, body);
  }

  async #post(url: URL, body: string): Promise<boolean> {
    const { triesMax, retryWaitMs } = this.#deps.rules.callback;
    for (let tries = 1; ; tries += 1) {
      if (await this.#try(url, body)) return true;
      if (tries >= triesMax) return false;
      this.counts.retried += 1;
      await this.#deps.wait(retryWaitMs);
    }
  }

  async #try(url: URL, body: string): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(this.#deps.rules.callback.timeoutMs);
      const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'text/xml' }, signal });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      return false;
    }
  }

  #seal(message: string, at: number, random: Random, config: CallbackConfig): { url: URL; encrypted: string } {
    const bytes = Buffer.from(Array.from({ length: 16 }, () => random.int(256)));
    const encrypted = encryptMessage(message, config.encodingAesKey, this.#deps.corpId, bytes);
    const timestamp = String(toSeconds(at));
    const nonce = String(random.int(10 ** 9));
    const url = new URL(config.url);
    url.searchParams.set('msg_signature', sign(config.token, timestamp, nonce, encrypted));
    url.searchParams.set('timestamp', timestamp);
    url.searchParams.set('nonce', nonce);
    return { url, encrypted };
  }
}

function forged(url: URL, encrypted: string): URL {
  const copy = new URL(url);
  copy.searchParams.set('msg_signature', sign('wrong', encrypted));
  return copy;
}

function toXml({ at, event, changeType, fields }: ClientEvent, corpId: string): string {
  const cdata = (name: string, value: string) => `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
  const extra = Object.entries(fields).map(([name, value]) => (value === undefined ? '' : cdata(name, value)));
  return `<xml>${cdata('ToUserName', corpId)}${cdata('FromUserName', 'sys')}<CreateTime>${toSeconds(at)}</CreateTime>`
    + `${cdata('MsgType', 'event')}${cdata('Event', event)}${cdata('ChangeType', changeType)}${extra.join('')}</xml>`;
}
