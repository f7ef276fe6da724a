import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database, Transaction } from '../engines/index.ts';
import type { Clock, Randomness } from '../kernel/index.ts';
import { isUnsafe } from './access.ts';
import { createIdempotencyStore, lockMs, noteEffect } from './idempotency-store.ts';
import type { IdempotencyStore, KeyedCall } from './idempotency-store.ts';
import { KeyInUse, KeyInvalid, KeyReused, OutcomeUnknown } from './problems.ts';
import { createSeal, keyedHash } from './seal.ts';
import type { Seal } from './seal.ts';
import type { HttpServer } from './server-types.ts';

type Running = KeyedCall & { ended: boolean };
type Options = { db: Database; clock: Clock; randomness: Randomness; secretKey: Buffer };

const running = new AsyncLocalStorage<Running>();
const calls = new WeakMap<FastifyRequest, { call: Running; timer: NodeJS.Timeout }>();
/** Answers of unsafe calls are short. A longer one is not kept, and its call counts as one whose outcome is not known. */
const bodyMaxBytes = 1_048_576;
const keptHeaders = ['content-type', 'location'];

/**
 * The database for capabilities that serve requests: every transaction that writes under an `Idempotency-Key` notes it. Outside of
 * such a request it does nothing.
 */
export function withIdempotency(db: Database): Database {
  const noting = <T>(work: (tx: Transaction) => Promise<T>) => async (tx: Transaction): Promise<T> => {
    const result = await work(tx);
    const call = running.getStore();
    // Work that outlives its request (a timer it set) is no longer its own.
    if (call && !call.ended && !(await noteEffect(tx, call))) throw KeyInUse({ seconds: lockMs / 1000 });
    return result;
  };
  return {
    inWorkspace: (workspaceId, work) => db.inWorkspace(workspaceId, noting(work)),
    asEngine: (work) => db.asEngine(noting(work)),
  };
}

/** Answers the second call with the same `Idempotency-Key` (per workspace and actor, for 24 h) with what the first was answered. */
export function heedIdempotencyKeys(app: HttpServer, options: Options): IdempotencyStore {
  const store = createIdempotencyStore(options);
  const seal = createSeal(options.secretKey, 'idempotency', options.randomness);
  // With a callback: the handler has to run inside the context, which an async hook cannot hand on.
  app.addHook('preHandler', (request, reply, done) => {
    let call: Running | undefined;
    try {
      call = callOf(request, options.randomness);
    } catch (error) {
      return done(error as Error);
    }
    if (!call) return done();
    const own = call;
    begin({ store, seal, hash: hashOf(options.secretKey, request) }, request, reply, own).then((ours) => { if (ours) running.run(own, done); }, done);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const found = calls.get(request);
    if (!found) return payload;
    calls.delete(request);
    clearInterval(found.timer);
    found.call.ended = true;
    await end(store, seal, reply, found.call, payload);
    return payload;
  });
  return store;
}

function callOf(request: FastifyRequest, randomness: Randomness): Running | undefined {
  const key = request.headers['idempotency-key'];
  const actor = request.maybeActor;
  const { access, idempotency } = request.routeOptions.config;
  if (key === undefined || !actor || !access || access.public || idempotency === false || !isUnsafe(request.method)) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw KeyInvalid();
  return { actor, key, holder: randomness.bytes(12).toString('hex'), ended: false };
}

async function begin({ store, seal, hash }: { store: IdempotencyStore; seal: Seal; hash: Buffer }, request: FastifyRequest, reply: FastifyReply, call: Running): Promise<boolean> {
  const begun = await store.begin(call, hash);
  switch (begun.kind) {
    case 'ours': {
      const timer = setInterval(() => void store.holdOn(call).catch(() => undefined), lockMs / 3);
      calls.set(request, { call, timer: timer.unref() });
      return true;
    }
    case 'answered': {
      const { status, headers, body } = begun.answer;
      await reply.code(status).headers({ ...headers, 'idempotency-replayed': 'true' }).send(seal.open(body, aboutOf(call)).toString('utf8'));
      return false;
    }
    case 'other_request': throw KeyReused();
    case 'outcome_unknown': throw OutcomeUnknown();
    case 'under_way': throw KeyInUse({ seconds: Math.ceil(begun.waitMs / 1000) });
  }
}

async function end(store: IdempotencyStore, seal: Seal, reply: FastifyReply, call: KeyedCall, payload: unknown): Promise<void> {
  const body = payload === undefined || payload === null ? Buffer.alloc(0) : typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.from(payload) : undefined;
  const worthKeeping = reply.statusCode < 500 && reply.statusCode !== 429 && body !== undefined && body.length <= bodyMaxBytes;
  try {
    if (!worthKeeping) return await store.giveUp(call);
    const headers = Object.fromEntries(keptHeaders.flatMap((name) => (reply.getHeader(name) === undefined ? [] : [[name, String(reply.getHeader(name))]])));
    await store.finish(call, { status: reply.statusCode, headers, body: seal.seal(body, aboutOf(call)) });
  } catch (error) {
    // The work is done and its caller is told so; only a repeat of it will be refused instead of answered.
    reply.log.error({ err: error }, 'the answer of a keyed call could not be kept');
  }
}

function aboutOf({ actor, key }: KeyedCall): string {
  return `${actor.workspaceId}:${actor.kind}:${actor.id}:${key}`;
}

/** Keyed: a body may hold a password, and a plain hash of it could be tried out. */
function hashOf(secretKey: Buffer, request: FastifyRequest): Buffer {
  const body = request.body instanceof Readable ? `stream of ${request.headers['content-length'] ?? 'unknown'} bytes` : JSON.stringify(request.body ?? null);
  return keyedHash(secretKey, 'idempotent request', `${request.method} ${request.url}\n${body}`);
}
