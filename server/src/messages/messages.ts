import type { Channels, Receipt } from '../channels/index.ts';
import type { Database, Log, Transaction, Worker } from '../engines/index.ts';
import type { Clock, Ids, Viewer } from '../kernel/index.ts';
import type { Caps, MessageDraft, MessageState } from './message.ts';
import { messageEvent } from './message-event.ts';
import type { MessageEventName } from './message-event.ts';
import { holdSop, putWords } from './due-store.ts';
import type { Hold, StepWords } from './due-store.ts';
import { lastCheck } from './last-check.ts';
import { insertDrafts, originColumns, originOf, settleMessages, sortedByMessage } from './message-store.ts';
import type { OriginRow } from './message-store.ts';
import { insertPast } from './past.ts';
import type { PastMessage } from './past.ts';
import { changeReach, putConsents, putSuppressions, reachOf, unwillingPage } from './reach-store.ts';
import type { CustomerReach, ReachChange } from './reach-store.ts';
import { putSettings, settingsOf } from './settings-store.ts';
import type { MessageSettings } from './settings-store.ts';
import { checkText } from './template.ts';
import type { TextMistake } from './template.ts';
import { verdictStep } from './verdicts.ts';

export type MessageDeps = {
  db: Database;
  log: Log;
  clock: Clock;
  ids: Ids;
  channels: Pick<Channels, 'outbox' | 'onReceipts' | 'onLastCheck'>;
};

export type Messages = {
  /** Puts messages into the outbox, in the caller's transaction. A key that is there already changes nothing. */
  plan(tx: Transaction, workspaceId: bigint, drafts: readonly MessageDraft[]): Promise<void>;
  /** Writes down messages of the past that have come to their end, with their events. Nothing is sent. */
  recordPast(tx: Transaction, workspaceId: bigint, messages: readonly PastMessage[]): Promise<void>;
  /** How the messages of these keys stand; a key without a message is left out. */
  states(tx: Transaction, workspaceId: bigint, keys: readonly string[]): Promise<Map<string, MessageState>>;
  /** Takes back what has not been handed over, of runs that ended. */
  withdraw(tx: Transaction, workspaceId: bigint, enrollmentIds: readonly bigint[], reason: string): Promise<void>;
  /** Holds back (null: lets go) what an SOP has in the outbox and what it puts there: one row, however many messages are open. */
  hold(tx: Transaction, workspaceId: bigint, sopId: bigint, hold: Hold | null): Promise<void>;
  /**
   * The words that were published last for the steps of an SOP. They hold for every message that is not with staff yet, also of runs
   * of older versions: a wrong price that was mended goes to nobody. What belongs to other steps of the SOP is kept back for good.
   */
  publishWords(tx: Transaction, workspaceId: bigint, sopId: bigint, steps: readonly StepWords[]): Promise<void>;
  /** What is wrong with a text for a channel; empty: nothing. */
  check(channel: string, text: string): TextMistake[];
  setConsent(workspaceId: bigint, customerIds: readonly bigint[], channel: string, allowed: boolean): Promise<void>;
  suppress(workspaceId: bigint, customerIds: readonly bigint[], reason: string, untilMs?: number): Promise<void>;
  /** What one customer said, and whether they are suppressed. Refuses (404) one who is unknown or not seen. `tell` writes in the same transaction. */
  reach(viewer: Viewer, customerId: bigint): Promise<CustomerReach>;
  changeReach(viewer: Viewer, customerId: bigint, change: ReachChange, tell?: (tx: Transaction, before: CustomerReach, after: CustomerReach) => Promise<void>): Promise<CustomerReach>;
  /** Whom the viewer sees of those who said no to a channel or are suppressed now, by id after `afterId`. */
  unwilling(viewer: Viewer, page: { channel: string; afterId: bigint; limit: number }): Promise<bigint[]>;
  settings(workspaceId: bigint): Promise<MessageSettings>;
  /** Refuses (422) caps that make no sense. */
  changeSettings(workspaceId: bigint, settings: MessageSettings, tell?: (tx: Transaction, before: MessageSettings) => Promise<void>): Promise<void>;
  changeCaps(workspaceId: bigint, caps: Caps): Promise<void>;
  workers(): Worker[];
};

export function createMessages(deps: MessageDeps): Messages {
  const { db, log, clock, ids, channels } = deps;
  channels.onReceipts((tx, workspaceId, receipts) => receive(log, tx, workspaceId, receipts));
  channels.onLastCheck((tx, workspaceId, messageIds, nowMs) => lastCheck(log, tx, { workspaceId, messageIds, nowMs }));
  return {
    async plan(tx, workspaceId, drafts) {
      if (drafts.length === 0) return;
      const nowMs = clock.now();
      const fresh = await insertDrafts(tx, workspaceId, drafts, { nowMs, ids });
      await log.append(tx, workspaceId, fresh.map((message) => messageEvent('message.planned', message, nowMs, {})));
    },
    async recordPast(tx, workspaceId, past) {
      await log.append(tx, workspaceId, await insertPast(tx, workspaceId, past, ids));
    },
    async states(tx, workspaceId, keys) {
      if (keys.length === 0) return new Map();
      const rows = await tx.query<{ key: string; state: MessageState }>('select key, state from message where workspace_id = $1 and key = any ($2)', [workspaceId, keys]);
      return new Map(rows.map((row) => [row.key, row.state]));
    },
    withdraw: (tx, workspaceId, enrollmentIds, reason) => withdraw({ log, clock }, tx, { workspaceId, enrollmentIds, reason }),
    hold: holdSop,
    publishWords: putWords,
    check: (channel, text) => checkText(text, channels.outbox(channel)?.textBytesMax ?? 0),
    setConsent: (workspaceId, customerIds, channel, allowed) => db.inWorkspace(workspaceId, (tx) => putConsents(tx, workspaceId, { customerIds, channel, allowed, nowMs: clock.now() })),
    suppress: (workspaceId, customerIds, reason, untilMs) => db.inWorkspace(workspaceId, (tx) => putSuppressions(tx, workspaceId, { customerIds, reason, untilMs: untilMs ?? null })),
    reach: (viewer, customerId) => db.inWorkspace(viewer.workspaceId, (tx) => reachOf(tx, viewer, customerId, clock.now())),
    changeReach: (viewer, customerId, change, tell) => db.inWorkspace(viewer.workspaceId, async (tx) => {
      const before = await reachOf(tx, viewer, customerId, clock.now());
      const reach = await changeReach(tx, viewer, customerId, change, clock.now());
      await tell?.(tx, before, reach);
      return reach;
    }),
    unwilling: (viewer, page) => db.inWorkspace(viewer.workspaceId, (tx) => unwillingPage(tx, viewer, { ...page, nowMs: clock.now() })),
    settings: (workspaceId) => db.inWorkspace(workspaceId, (tx) => settingsOf(tx, workspaceId)),
    changeSettings: (workspaceId, settings, tell) => db.inWorkspace(workspaceId, async (tx) => {
      const before = await settingsOf(tx, workspaceId);
      await putSettings(tx, workspaceId, settings);
      await tell?.(tx, before);
    }),
    changeCaps: (workspaceId, caps) => db.inWorkspace(workspaceId, async (tx) => putSettings(tx, workspaceId, { ...await settingsOf(tx, workspaceId), ...caps })),
    workers: () => [verdictWorker(deps)],
  };
}

/** Workers of the messages, in the order of stepping. */
export function messageWorkers({ messages }: { messages: Messages }): Worker[] {
  return messages.workers();
}

function verdictWorker(deps: MessageDeps): Worker {
  return {
    name: 'messages', pollMs: 500,
    step: async () => ((await verdictStep(deps)) > 0 ? 'more' : 'idle'),
    wake: (wake) => deps.log.onAppended(wake),
  };
}

/** What a channel tells becomes the message's state and an event, in the channel's own transaction. */
async function receive(log: Log, tx: Transaction, workspaceId: bigint, receipts: readonly Receipt[]): Promise<void> {
  const settled = await settleMessages(tx, workspaceId, receipts);
  await log.append(tx, workspaceId, settled.map((message) => (
    messageEvent(`message.${message.state}` as MessageEventName, message, message.atMs, { reason: message.reason, staffUserId: message.staffUserId }))));
}

async function withdraw({ log, clock }: { log: Log; clock: Clock }, tx: Transaction, { workspaceId, enrollmentIds, reason }: { workspaceId: bigint; enrollmentIds: readonly bigint[]; reason: string }): Promise<void> {
  const nowMs = clock.now();
  const rows = await tx.query<OriginRow>(`
    update message set state = 'suppressed', reason = $3, settled_at = $4
    where workspace_id = $1 and enrollment_id = any ($2) and state in ('planned', 'deferred')
    returning ${originColumns}`, [workspaceId, enrollmentIds, reason, new Date(nowMs)]);
  const messages = sortedByMessage(rows.map(originOf));
  await log.append(tx, workspaceId, messages.map((message) => messageEvent('message.suppressed', message, nowMs, { reason })));
}
