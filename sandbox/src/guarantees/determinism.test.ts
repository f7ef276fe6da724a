import { expect, test } from 'vitest';
import type { Delivery } from '../nouns.ts';
import { createSandbox } from '../sandbox.ts';
import type { Sandbox } from '../sandbox.ts';
import { DAY_MS, HOUR_MS, MONDAY } from './kit.ts';

const HOUR_OFFSET = 8 * HOUR_MS;

function corp(seed: number, options: { members?: number; confirmRate?: number } = {}): { sandbox: Sandbox; clock: { at: number } } {
  const clock = { at: MONDAY, now: () => clock.at };
  const sandbox = createSandbox({ clock, seed, corpId: 'ww', secrets: [], staff: { confirmRate: options.confirmRate ?? 0.7 } });
  for (let i = 0; i < (options.members ?? 40); i += 1) {
    sandbox.world.addMember({ userid: `m${i}`, name: `m${i}` });
    for (let j = 0; j < 5; j += 1) sandbox.world.addContact({ userid: `m${i}`, name: `c${j}`, quiet: true });
  }
  return { sandbox, clock };
}

/** Two messages and a reminder over a week, in steps of `stepMs`; all deliveries in order. */
async function week(seed: number, stepMs: number): Promise<Delivery[]> {
  const { sandbox, clock } = corp(seed);
  const delivered: Delivery[] = [];
  sandbox.onDelivered((delivery) => delivered.push(delivery));
  const everybody = [...sandbox.world.contacts()].map((contact) => contact.externalUserId);
  const create = (content: string) => sandbox.massMessages.create({ external_userid: everybody, text: { content } }).msgid;
  const until = async (at: number) => {
    while (clock.at < at) {
      clock.at = Math.min(at, clock.at + stepMs);
      await sandbox.advanceTo(clock.at);
    }
  };
  const first = create('first');
  await until(MONDAY + DAY_MS);
  create('second');
  sandbox.massMessages.remind(first);
  await until(MONDAY + 7 * DAY_MS);
  return delivered;
}

test('the same seed and the same calls give the same ids, confirmations and deliveries, in small steps or large', async () => {
  const large = await week(3, 7 * DAY_MS);
  expect(large.length).toBeGreaterThan(200);
  expect(await week(3, HOUR_MS)).toEqual(large);
  expect(await week(4, HOUR_MS)).not.toEqual(large);
});

test('deliveries are told in time order', async () => {
  const times = (await week(5, 7 * DAY_MS)).map((delivery) => delivery.at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('members confirm inside working hours, about as often as the rate says, and differ', () => {
  const { sandbox } = corp(11, { members: 600, confirmRate: 0.7 });
  const answers = Array.from({ length: 600 }, (_, i) => sandbox.staff.confirmsAt(`m${i}`, 'msgX', MONDAY + 9 * HOUR_MS));
  const confirmed = answers.filter((at) => at !== undefined);
  expect(confirmed.length / 600).toBeGreaterThan(0.6);
  expect(confirmed.length / 600).toBeLessThan(0.78);
  for (const at of confirmed) {
    const hour = ((at + HOUR_OFFSET) % DAY_MS) / HOUR_MS;
    expect(hour).toBeGreaterThanOrEqual(10);
    expect(hour).toBeLessThanOrEqual(21);
  }
  const rates = Array.from({ length: 600 }, (_, i) => sandbox.staff.confirmRateOf(`m${i}`));
  expect(Math.min(...rates)).toBeLessThan(0.35);
  expect(Math.max(...rates)).toBeGreaterThan(0.9);
});

test('whether a member confirms does not depend on who else was asked', () => {
  const small = corp(2, { members: 3 });
  const large = corp(2, { members: 300 });
  expect(small.sandbox.staff.confirmsAt('m2', 'msgX', MONDAY)).toBe(large.sandbox.staff.confirmsAt('m2', 'msgX', MONDAY));
});

test('reminding makes more members confirm', async () => {
  const confirmedAfter = async (reminders: number) => {
    const { sandbox, clock } = corp(8, { members: 400, confirmRate: 0.5 });
    const everybody = [...sandbox.world.contacts()].map((contact) => contact.externalUserId);
    const { msgid } = sandbox.massMessages.create({ external_userid: everybody, text: { content: 'x' } });
    clock.at += DAY_MS;
    await sandbox.advanceTo(clock.at);
    for (let i = 0; i < reminders; i += 1) sandbox.massMessages.remind(msgid);
    clock.at += 3 * DAY_MS;
    await sandbox.advanceTo(clock.at);
    return [...sandbox.massMessages.get(msgid).shares.values()].filter((share) => share.sentAt !== undefined).length;
  };
  expect(await confirmedAfter(1)).toBeGreaterThan(await confirmedAfter(0) * 1.15);
});

test('a message of an app makes some members confirm what waits, at most once a day', async () => {
  const { sandbox, clock } = corp(9, { members: 300, confirmRate: 0.5 });
  const everybody = [...sandbox.world.contacts()].map((contact) => contact.externalUserId);
  const { msgid } = sandbox.massMessages.create({ external_userid: everybody, text: { content: 'x' } });
  const confirmedAfterDays = async (days: number) => {
    clock.at += days * DAY_MS;
    await sandbox.advanceTo(clock.at);
    return [...sandbox.massMessages.get(msgid).shares.values()].filter((share) => share.sentAt !== undefined).length;
  };
  const before = await confirmedAfterDays(8);
  for (let i = 0; i < 20; i += 1) for (const { userid } of sandbox.world.members()) sandbox.massMessages.nudge(userid);
  const after = await confirmedAfterDays(8);
  expect(after - before).toBeGreaterThan(8);
  expect(after - before).toBeLessThan(60);
});

test('a member who left confirms nothing', async () => {
  const { sandbox, clock } = corp(9, { members: 2, confirmRate: 1 });
  const { msgid } = sandbox.massMessages.create({ sender: 'm0', text: { content: 'x' } });
  const member = sandbox.world.member('m0');
  if (member) member.status = 5;
  clock.at += 7 * DAY_MS;
  await sandbox.advanceTo(clock.at);
  expect(sandbox.massMessages.get(msgid).shares.get('m0')?.sentAt).toBeUndefined();
});

test('what a listener does at a delivery happens at that instant, before what is due later', async () => {
  const { sandbox, clock } = corp(6, { members: 2, confirmRate: 1 });
  const everybody = [...sandbox.world.contacts()].map((contact) => contact.externalUserId);
  const { msgid } = sandbox.massMessages.create({ external_userid: everybody, text: { content: 'x' } });
  sandbox.onDelivered(({ externalUserId, userid }) => { sandbox.world.chat(externalUserId, userid); });
  clock.at += DAY_MS;
  await sandbox.advanceTo(clock.at);
  for (const share of sandbox.massMessages.get(msgid).shares.values()) {
    for (const id of share.receivers) expect(sandbox.world.contact(id)?.lastChatAt).toBe(share.sentAt);
  }
});

test('100,000 customers load and get a message within 4 s of one processor', async () => {
  const { sandbox, clock } = corp(1, { members: 100, confirmRate: 1 });
  const started = process.cpuUsage();
  for (let i = 0; i < 100_000; i += 1) {
    sandbox.world.addContact({ userid: `m${i % 100}`, externalUserId: `wmBulk${i}`, name: `顾客${i}`, addedAt: MONDAY - i, quiet: true });
  }
  expect(sandbox.world.contactCount).toBe(100_500);
  let delivered = 0;
  sandbox.onDelivered(() => { delivered += 1; });
  for (let from = 0; from < 100_000; from += 10_000) {
    const external_userid = Array.from({ length: 10_000 }, (_, i) => `wmBulk${from + i}`);
    sandbox.massMessages.create({ external_userid, text: { content: 'x' } });
  }
  clock.at += 14 * DAY_MS;
  await sandbox.advanceTo(clock.at);
  expect(delivered).toBe(100_000);
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1_000).toBeLessThan(4_000);
});
