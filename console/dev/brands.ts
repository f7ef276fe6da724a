import { ok, refuse, type Answer, type Call } from './answers.ts';
import { secondBrand, sessionOf } from './brand.ts';
import { nowMs } from './people.ts';

/** Beside the present brand it is the second one that is signed in to. */
export function signIn({ body, scene, zh }: Call): Answer {
  const { password, keep } = body as { password: string; keep?: boolean };
  if (password === 'wrong') return refuse(401, 'sign_in_refused', zh ? '邮箱或密码不对。连续 10 次不对会暂停 15 分钟。' : 'E-mail or password is wrong. After 10 tries in a row there is a pause of 15 minutes.');
  if (password === 'code') return ok({ ...sessionOf('signed-out'), codeNeeded: { ticket: 'mock-ticket-of-a-sign-in', untilMs: nowMs + 600_000, brand: '山茶护肤', otherBrands: [] } });
  return keep && scene !== 'expired' ? { ...ok(sessionOf('signed-in', true, 2)), brand: 2 } : ok(sessionOf('signed-in'));
}

/** Of the present brand alone, or of all. */
export function leaveBrand({ query, scene, brand }: Call): Answer {
  if (query.get('only') !== 'present') return ok(undefined, 204);
  const next = brand === 2 ? 1 : 2;
  return { ...ok(sessionOf(scene, true, next)), brand: next };
}

export function switchBrand({ body, scene }: Call): Answer {
  const brand = (body as { workspaceId: string }).workspaceId === secondBrand ? 2 : 1;
  return { ...ok(sessionOf(scene, true, brand)), brand };
}

export function openBrand({ body, scene, zh }: Call): Answer {
  if ((body as { name: string }).name === '没有密码') return refuse(409, 'own_password_needed', zh ? '目前只用单点登录，还没有密码。请先在“我的账号”里设置密码：新品牌会沿用它，用它就能登录新品牌。' : 'You come in by single sign-on and have no password yet. Set one under "My account" first.');
  return { ...ok(sessionOf(scene, true, 2), 201), brand: 2 };
}
