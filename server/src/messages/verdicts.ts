import type { Delivery, MessageChannel } from '../channels/index.ts';
import type { NewEvent, Transaction } from '../engines/index.ts';
import { excludedOf, readMessageFacts } from './customer-facts.ts';
import { judge } from './message.ts';
import type { CheckResult, Received } from './message.ts';
import { consentsOf, lockCustomers, receivedBy, storeDecisions, suppressionsOf, zoneOf } from './message-store.ts';
import type { Decision } from './message-store.ts';
import { lockDue } from './due-store.ts';
import type { DueMessage } from './due-store.ts';
import { messageEvent } from './message-event.ts';
import type { MessageDeps } from './messages.ts';
import { settingsOf } from './settings-store.ts';
import { isPersonal, renderText } from './template.ts';
import type { MessageFacts } from './template.ts';

/** Texts are rendered inside the transaction, a millisecond each at worst: half a second is the longest that anybody waits for it. */
const batchMax = 500;

/**
 * Judges due messages and hands those that pass to their channels, all in one transaction: killed in the middle, it is as if it
 * had not begun. Answers how many messages it took.
 */
export async function verdictStep(deps: MessageDeps): Promise<number> {
  const nowMs = deps.clock.now();
  return deps.db.asEngine(async (tx) => {
    const due = await lockDue(tx, nowMs, batchMax);
    for (const group of groupsOf(due)) await judgeGroup(deps, tx, group, nowMs);
    return due.length;
  });
}

type Group = { workspaceId: bigint; channel: string; messages: DueMessage[] };

function groupsOf(due: readonly DueMessage[]): Group[] {
  const groups = new Map<string, Group>();
  for (const message of due) {
    const key = `${message.workspaceId} ${message.channel}`;
    const group = groups.get(key) ?? { workspaceId: message.workspaceId, channel: message.channel, messages: [] };
    groups.set(key, group);
    group.messages.push(message);
  }
  return [...groups.values()];
}

async function judgeGroup(deps: MessageDeps, tx: Transaction, group: Group, nowMs: number): Promise<void> {
  const channel = deps.channels.outbox(group.channel);
  if (!channel) throw new Error(`There is no channel "${group.channel}".`);
  const situation = await situationsOf(tx, { group, channel, nowMs });
  const decisions: Decision[] = [];
  const deliveries: Delivery[] = [];
  for (const message of group.messages) {
    const verdict = judge(message, situation.of(message.customerId));
    if (verdict.state !== 'pass') {
      decisions.push({ messageId: message.messageId, state: verdict.state, reason: verdict.reason, checks: verdict.checks, notBeforeMs: 'untilMs' in verdict ? verdict.untilMs : null, staffUserId: null, hash: null });
      continue;
    }
    const tryUntilMs = (message.handedMs ?? nowMs) + message.confirmWithinMs;
    const text = nowMs >= tryUntilMs ? { text: '', refusal: 'channel_unavailable' } : render(message, situation.facts.get(message.customerId), channel.textBytesMax);
    const checks: readonly CheckResult[] = [...verdict.checks, ['render', text.refusal ?? '']];
    const state = text.refusal === null ? 'handed_over' : 'failed';
    decisions.push({ messageId: message.messageId, state, reason: text.refusal, checks, notBeforeMs: null, staffUserId: verdict.reach.staffUserId, hash: message.hash });
    if (text.refusal !== null) continue;
    situation.received(message.customerId).inFlight += 1;
    deliveries.push({ messageId: message.messageId, customerId: message.customerId, reach: verdict.reach, text: text.text, confirmWithinMs: message.confirmWithinMs, tryUntilMs });
  }
  await storeDecisions(tx, group.workspaceId, decisions, nowMs);
  await channel.hand(tx, group.workspaceId, deliveries, nowMs);
  await deps.log.append(tx, group.workspaceId, eventsOf(group.messages, decisions, nowMs));
}

async function situationsOf(tx: Transaction, { group, channel, nowMs }: { group: Group; channel: MessageChannel; nowMs: number }) {
  const { workspaceId, messages } = group;
  const customerIds = [...new Set(messages.map((message) => message.customerId))];
  await lockCustomers(tx, workspaceId, customerIds);
  const zone = await zoneOf(tx, workspaceId);
  const received = await receivedBy(tx, workspaceId, customerIds, { nowMs, zone });
  const excluded = await excludedOf(tx, workspaceId, customerIds);
  const reach = await channel.reachable(tx, workspaceId, customerIds);
  const consents = await consentsOf(tx, workspaceId, group.channel, customerIds);
  const suppressions = await suppressionsOf(tx, workspaceId, customerIds, nowMs);
  const exhausted = await channel.exhausted(tx, workspaceId, customerIds, { nowMs, zone });
  const settings = await settingsOf(tx, workspaceId);
  const personal = messages.filter(({ text }) => isPersonal(text)).map((message) => message.customerId);
  const facts = personal.length > 0 ? await readMessageFacts(tx, workspaceId, [...new Set(personal)]) : new Map<bigint, MessageFacts>();
  const receivedOf = (customerId: bigint): Received => {
    const counts = received.get(customerId) ?? { inFlight: 0, today: 0, week: 0 };
    received.set(customerId, counts);
    return counts;
  };
  return {
    facts,
    received: receivedOf,
    of: (customerId: bigint) => ({
      nowMs, zone, caps: settings, quietHours: settings.quietHours, excluded: excluded.has(customerId), reach: reach.get(customerId), consent: consents.get(customerId), suppression: suppressions.get(customerId),
      received: receivedOf(customerId), exhausted: exhausted.has(customerId),
    }),
  };
}

function render({ text }: DueMessage, facts: MessageFacts | undefined, bytesMax: number): { text: string; refusal: string | null } {
  if (!isPersonal(text)) return { text, refusal: null };
  if (!facts) return { text: '', refusal: 'customer_unknown' };
  try {
    const rendered = renderText(text, facts);
    if (rendered === '') return { text: '', refusal: 'text_empty' };
    return Buffer.byteLength(rendered) > bytesMax ? { text: '', refusal: 'text_too_long' } : { text: rendered, refusal: null };
  } catch {
    return { text: '', refusal: 'text_invalid' };
  }
}

function eventsOf(messages: readonly DueMessage[], decisions: readonly Decision[], nowMs: number): NewEvent[] {
  return messages.flatMap((message, index) => {
    const decision = decisions[index];
    if (decision?.state !== 'capped' && decision?.state !== 'suppressed' && decision?.state !== 'failed') return [];
    return [messageEvent(`message.${decision.state}`, message, nowMs, { reason: decision.reason, staffUserId: decision.staffUserId })];
  });
}
