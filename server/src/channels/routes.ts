import { wecomCheck, wecomConnection, wecomSettings } from '@homefield/contract';
import type { WecomConnection as Shown } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import type { Actor, HttpServer } from '../http/index.ts';
import { changesOf } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { Channels } from './channels.ts';
import { ChannelMissing, SecretNeeded } from './problems.ts';
import { sentenceOf } from './wecom/check.ts';
import type { WecomConnection } from './wecom/connection.ts';

type Audit = (tx: Transaction, workspaceId: bigint, entry: { actor: Actor; action: string; detail: Readonly<Record<string, unknown>> }) => Promise<void>;

const tags = ['channels'];

/** People only, no keys: who holds the secret of a corp can write to all of its customers. */
const access = { may: 'channels.manage' } as const;

export function channelRoutes(app: HttpServer, { channels, audit, clock }: { channels: Channels; audit: Audit; clock: Clock }): void {
  const show = async (workspaceId: bigint) => shown(await channels.wecomConnection(workspaceId), clock.now());

  app.get('/api/channels/wecom', {
    config: { access }, schema: { summary: 'The connection to WeCom and how it stands; never the secret', tags, response: { 200: wecomConnection } },
  }, ({ actor }) => show(actor.workspaceId));

  app.put('/api/channels/wecom', {
    config: { access, problems: [SecretNeeded] },
    schema: { summary: 'Connect WeCom, or change corp id, app or secret', tags, body: wecomSettings, response: { 200: wecomConnection } },
  }, async ({ actor, body }) => {
    const { corpId, agentId, secret } = body;
    await channels.connectWecom(actor.workspaceId, { corpId, agentId, secret }, async (tx, before) => {
      const after = { corpId, agentId: agentId ?? null, secretChanged: true };
      const changes = before && changesOf(before, after, ['corpId', 'agentId']);
      const detail = before ? { kind: 'wecom', ...(before.secretChanged && { secretChanged: true }), ...(changes && { changes }) } : { kind: 'wecom', ...after };
      if (!before || changes || before.secretChanged) await audit(tx, actor.workspaceId, { actor, action: 'channel.connected', detail });
    });
    return show(actor.workspaceId);
  });

  app.post('/api/channels/wecom/check', {
    config: { access, problems: [ChannelMissing], idempotency: false },
    schema: { summary: 'Ask WeCom with the stored credentials, and say what is wrong', tags, response: { 200: wecomCheck } },
  }, ({ actor }) => channels.checkWecom(actor.workspaceId));
}

function shown(connection: WecomConnection | undefined, nowMs: number): Shown {
  if (!connection) return { state: 'missing', corpId: null, agentId: null, lastError: null, restUntilMs: null, syncedAtMs: null };
  const { corpId, agentId, trouble, syncedAtMs } = connection;
  const restUntilMs = connection.restUntilMs !== null && connection.restUntilMs > nowMs ? connection.restUntilMs : null;
  return {
    state: restUntilMs !== null ? 'resting' : trouble ? 'troubled' : 'working', corpId, agentId, restUntilMs, syncedAtMs,
    lastError: trouble && { code: trouble.code, name: trouble.name, sentence: sentenceOf(trouble), atMs: trouble.atMs },
  };
}
