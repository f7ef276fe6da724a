import type { OtherSession, SessionState } from '@homefield/contract';
import { expect, test } from 'vitest';
import { brandsOf, peopleDiffer } from './brand-switch.ts';

const other = (id: string, change: Partial<OtherSession> = {}): OtherSession => ({ workspaceId: id, workspaceName: `Brand ${id}`, userName: 'Lin', email: 'lin@example.com', role: 'owner', ...change });
const present = (id: string, others: OtherSession[]): Pick<SessionState, 'user' | 'workspace' | 'others'> => ({
  user: { id: 'usr_1', name: 'Lin', email: 'lin@example.com', role: 'owner', scope: { kind: 'brand', value: null, name: null } }, workspace: { id, name: `Brand ${id}`, zone: 'Asia/Shanghai', currency: 'CNY' }, others,
});

test('the brands stand in one order, whichever of them is in use', () => {
  const inFirst = brandsOf(present('ws_1', [other('ws_3'), other('ws_2')]));
  const inThird = brandsOf(present('ws_3', [other('ws_1'), other('ws_2')]));
  expect(inFirst.map(({ id, present: here }) => [id, here])).toEqual([['ws_1', true], ['ws_2', false], ['ws_3', false]]);
  expect(inThird.map(({ id, present: here }) => [id, here])).toEqual([['ws_1', false], ['ws_2', false], ['ws_3', true]]);
  expect(brandsOf({ user: null, workspace: null, others: [] })).toEqual([]);
});

test('who one is is said where name, e-mail or role differ from brand to brand', () => {
  expect(peopleDiffer(brandsOf(present('ws_1', [other('ws_2')])))).toBe(false);
  for (const change of [{ role: 'staff' }, { userName: '林' }, { email: 'lin@another.example' }] as const) expect(peopleDiffer(brandsOf(present('ws_1', [other('ws_2', change)])))).toBe(true);
});
