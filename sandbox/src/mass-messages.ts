import type { ChatType, CustomerMessage, MassMessageRequest, MassMessageResult } from '@homefield/wecom';
import { toSeconds } from './fields.ts';
import type { Ids } from './ids.ts';
import { massCapOf, startOfPeriod } from './local-time.ts';
import { groupReceivers, singleReceivers } from './mass-receivers.ts';
import type { Delivery, Member } from './nouns.ts';
import type { Organization } from './organization.ts';
import { refuse } from './refusal.ts';
import type { SandboxRules } from './rules.ts';
import type { Staff } from './staff.ts';
import type { Timeline } from './timeline.ts';
import type { World } from './world.ts';

/** One member's share of a mass message. `outcomes` holds the status of each receiver: 0 to 3. */
export interface MemberShare {
  readonly userid: string;
  readonly receivers: readonly string[];
  readonly outcomes: Uint8Array;
  sentAt?: number;
}

export interface MassMessageTaskState {
  readonly msgid: string;
  readonly chatType: ChatType;
  readonly createdAt: number;
  /** The member who made it in the client; absent for the API. */
  readonly creator?: string;
  readonly message: CustomerMessage;
  readonly shares: ReadonlyMap<string, MemberShare>;
  readonly remindedAt: number[];
  cancelledAt?: number;
}

export interface MassMessagesDeps {
  timeline: Timeline;
  ids: Ids;
  rules: SandboxRules;
  world: World;
  organization: Organization;
  staff: Staff;
}

/** One member's confirmation: what is the same for all of its receivers, worked out once (a share may hold 10,000). */
interface Sending {
  msgid: string;
  at: number;
  text: string;
  sender: Member;
  /** The cap counts messages from this instant on, and allows as many. */
  capSince: number;
  capCount: number;
}

const SENT = 1;
const NOT_A_FRIEND = 2;
const CAP_REACHED = 3;
const MONTH_MS = 32 * 86_400_000;

/** Mass messages: made by the API, confirmed by members, delivered to whom can still get them. */
export class MassMessages {
  readonly #deps: MassMessagesDeps;
  readonly #tasks = new Map<string, MassMessageTaskState>();
  /** Shares that their member has not confirmed. */
  readonly #waiting = new Map<string, Map<MemberShare, MassMessageTaskState>>();
  readonly #nudgedOn = new Map<string, number>();
  readonly #listeners: Array<(delivery: Delivery) => void> = [];

  constructor(deps: MassMessagesDeps) {
    this.#deps = deps;
  }

  onDelivered(listener: (delivery: Delivery) => void): void {
    this.#listeners.push(listener);
  }

  all(): IterableIterator<MassMessageTaskState> {
    return this.#tasks.values();
  }

  create(request: MassMessageRequest): { msgid: string; fail_list: string[] } {
    const { world, organization, staff, rules, timeline } = this.#deps;
    const chatType = request.chat_type ?? 'single';
    const { byMember, failList } = (chatType === 'group' ? groupReceivers : singleReceivers)(request, world, organization);
    if (byMember.size === 0) throw refuse(41048, 'no customer to send');
    const task = this.#store(chatType, request, byMember);
    const visibleAt = task.createdAt + rules.massMessage.dispatchMs;
    for (const share of task.shares.values()) {
      const at = staff.confirmsAt(share.userid, task.msgid, visibleAt);
      if (at !== undefined) timeline.plan(at, () => this.#confirm(task, share));
    }
    return { msgid: task.msgid, fail_list: failList };
  }

  /** The message, once it is dispatched. */
  get(msgid: string): MassMessageTaskState {
    const task = this.#tasks.get(msgid);
    if (!task) throw refuse(41047, 'invalid msgid');
    const dispatchMs = task.creator ? 0 : this.#deps.rules.massMessage.dispatchMs;
    if (this.#deps.timeline.now() < task.createdAt + dispatchMs) throw refuse(41063, 'msg is being dispatched');
    return task;
  }

  remind(msgid: string): void {
    const { rules, timeline, staff } = this.#deps;
    const task = this.#open(msgid);
    const now = timeline.now();
    const recent = task.remindedAt.filter((at) => at > now - rules.massMessage.reminderWindowMs);
    if (recent.length >= rules.massMessage.remindersMax) throw refuse(41094, 'remind too often');
    task.remindedAt.push(now);
    for (const share of task.shares.values()) {
      if (share.sentAt !== undefined) continue;
      const at = staff.answersReminderAt(share.userid, msgid, task.remindedAt.length, now);
      if (at !== undefined) timeline.plan(at, () => this.#confirm(task, share));
    }
  }

  cancel(msgid: string): void {
    const task = this.#open(msgid);
    task.cancelledAt = this.#deps.timeline.now();
    for (const share of task.shares.values()) this.#waiting.get(share.userid)?.delete(share);
  }

  /** A message of an app draws the member in: once a day it may make them confirm what waits. */
  nudge(userid: string): void {
    const { timeline, staff, rules } = this.#deps;
    const now = timeline.now();
    const day = startOfPeriod('day', now, rules.utcOffsetMinutes);
    if (this.#nudgedOn.get(userid) === day) return;
    this.#nudgedOn.set(userid, day);
    for (const [share, task] of this.#waiting.get(userid) ?? []) {
      const at = staff.answersNudgeAt(userid, task.msgid, day, now);
      if (at !== undefined) timeline.plan(at, () => this.#confirm(task, share));
    }
  }

  /** A member confirms now, by hand. False when there is nothing left to confirm. */
  confirm(userid: string, msgid: string): boolean {
    const task = this.#tasks.get(msgid);
    const share = task?.shares.get(this.#deps.organization.member(userid)?.userid ?? '');
    return task !== undefined && share !== undefined && this.#confirm(task, share);
  }

  /** A member sends a mass message of their own: counts against the same caps, needs no confirmation. */
  sendPersonal(userid: string, externalUserIds: readonly string[], message: CustomerMessage): string {
    const member = this.#deps.organization.needMember(userid);
    const task = this.#store('single', message, new Map([[member.userid, [...externalUserIds]]]), member.userid);
    for (const share of task.shares.values()) this.#confirm(task, share);
    return task.msgid;
  }

  #store(chatType: ChatType, { text, attachments }: CustomerMessage, byMember: Map<string, string[]>, creator?: string): MassMessageTaskState {
    const shares = [...byMember].map(([userid, receivers]): [string, MemberShare] => (
      [userid, { userid, receivers, outcomes: new Uint8Array(receivers.length) }]));
    const task: MassMessageTaskState = {
      msgid: this.#deps.ids.next('msg', 32), chatType, createdAt: this.#deps.timeline.now(), ...(creator && { creator }),
      message: { ...(text && { text }), ...(attachments && { attachments }) }, shares: new Map(shares), remindedAt: [],
    };
    this.#tasks.set(task.msgid, task);
    for (const share of task.shares.values()) {
      const waiting = this.#waiting.get(share.userid) ?? new Map<MemberShare, MassMessageTaskState>();
      this.#waiting.set(share.userid, waiting.set(share, task));
    }
    return task;
  }

  #open(msgid: string): MassMessageTaskState {
    const task = this.get(msgid);
    if (task.cancelledAt !== undefined) throw refuse(41093, 'msg is cancelled');
    return task;
  }

  #confirm(task: MassMessageTaskState, share: MemberShare): boolean {
    if (share.sentAt !== undefined || task.cancelledAt !== undefined) return false;
    const at = this.#deps.timeline.now();
    const sender = this.#deps.organization.needMember(share.userid);
    if (sender.status !== 1) return false;
    share.sentAt = at;
    this.#waiting.get(share.userid)?.delete(share);
    const { rules: { massMessage: { cap }, utcOffsetMinutes } } = this.#deps;
    const sending: Sending = {
      msgid: task.msgid, at, text: task.message.text?.content ?? '', sender,
      capSince: startOfPeriod(cap.per, at, utcOffsetMinutes), capCount: massCapOf(cap, at, utcOffsetMinutes),
    };
    share.receivers.forEach((receiver, index) => {
      share.outcomes[index] = task.chatType === 'group' ? this.#deliverToGroup(receiver, sending) : this.#deliverToCustomer(receiver, sending);
    });
    return true;
  }

  #deliverToCustomer(externalUserId: string, sending: Sending): number {
    const { sender: { userid, customers }, msgid, at, text } = sending;
    const contact = this.#deps.world.contact(externalUserId);
    const follow = customers.get(externalUserId);
    if (!contact || !follow || follow.deletedByCustomer) return NOT_A_FRIEND;
    if (!takeFromCap(contact, sending)) return CAP_REACHED;
    for (const listener of this.#listeners) listener({ externalUserId, userid, msgid, at, text });
    return SENT;
  }

  #deliverToGroup(chatId: string, sending: Sending): number {
    const group = this.#deps.world.group(chatId);
    if (!group) return NOT_A_FRIEND;
    return takeFromCap(group, sending) ? SENT : CAP_REACHED;
  }
}

function takeFromCap(receiver: { massTimes: number[] }, { at, capSince, capCount }: Sending): boolean {
  const { massTimes } = receiver;
  let used = 0;
  for (const time of massTimes) if (time >= capSince) used += 1;
  if (used >= capCount) return false;
  if ((massTimes[0] ?? at) < at - MONTH_MS) receiver.massTimes = massTimes.filter((time) => time >= at - MONTH_MS);
  receiver.massTimes.push(at);
  return true;
}

/** The rows that a member's share shows; group messages show only what was sent. */
export function resultRows(task: MassMessageTaskState, share: MemberShare): MassMessageResult[] {
  const rows = share.receivers.map((receiver, index): MassMessageResult => {
    const status = (share.outcomes[index] ?? 0) as MassMessageResult['status'];
    return {
      ...(task.chatType === 'group' ? { chat_id: receiver } : { external_userid: receiver }), userid: share.userid, status,
      ...(status === SENT && share.sentAt !== undefined && { send_time: toSeconds(share.sentAt) }),
    };
  });
  return task.chatType === 'group' ? rows.filter((row) => row.status === SENT) : rows;
}
