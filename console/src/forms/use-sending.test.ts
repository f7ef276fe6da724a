import { expect, it } from 'vitest';
import { ApiProblem } from '../api/problem.ts';
import { landed } from './use-sending.ts';

const refused = (code: string, places: { pointer: string; detail: string }[] = []) => new ApiProblem({ code, status: 422, detail: `${code}!`, places, reference: 'r' });
const fields = ['name', 'email', 'storeId', 'next'];

it('puts a refusal on the field that its code is about, and then says nothing above the form', () => {
  expect(landed(refused('email_taken'), { email_taken: 'email' }, fields)).toEqual({ errors: [{ name: 'email', errors: ['email_taken!'] }], rest: null });
});

it('puts places of the request on the fields of their names, or on those that the form names for them', () => {
  const failure = refused('body_invalid', [{ pointer: '/name', detail: 'a' }, { pointer: '/name', detail: 'b' }, { pointer: '/password/next', detail: 'c' }]);
  expect(landed(failure, { '/password/next': 'next' }, fields)).toEqual({ errors: [{ name: 'name', errors: ['a', 'b'] }, { name: 'next', errors: ['c'] }], rest: null });
});

it('says above the form whatever no field can say, also when another part of it landed', () => {
  const failure = refused('body_invalid', [{ pointer: '/email', detail: 'a' }, { pointer: '/elsewhere', detail: 'b' }]);
  expect(landed(failure, {}, fields)).toEqual({ errors: [{ name: 'email', errors: ['a'] }], rest: failure });
  expect(landed(refused('last_owner'), { email_taken: 'email' }, fields)).toMatchObject({ errors: [], rest: { code: 'last_owner' } });
  // The field is not on the form just now: another scope was chosen.
  expect(landed(refused('scope_region_unknown'), { scope_region_unknown: 'region' }, fields)).toMatchObject({ errors: [], rest: { code: 'scope_region_unknown' } });
  const fault = new Error('a fault of the page');
  expect(landed(fault, {}, fields)).toEqual({ errors: [], rest: fault });
});
