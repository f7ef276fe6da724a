import { expect, test } from 'vitest';
import { dayMs } from '../kernel/index.ts';
import { capsDefault, judge } from './message.ts';
import type { Situation } from './message.ts';
import { addDays, capWindows, quietUntil } from './quiet.ts';
import { checkText, renderText } from './template.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => Date.parse(`${text}+08:00`);
const night = { from: '21:00', to: '09:00' };
const nowMs = at('2026-11-22T10:00:00');
const free: Situation = {
  nowMs, zone, quietHours: null, excluded: false, reach: { address: 'wm1', staffUserId: 'u1' }, consent: undefined, suppression: undefined, caps: capsDefault,
  received: { inFlight: 0, today: 0, week: 0 }, exhausted: false,
};

test.each([
  ['2026-11-22T20:59:59', null], ['2026-11-22T21:00:00', '2026-11-23T09:00:00'], ['2026-11-22T23:59:59', '2026-11-23T09:00:00'],
  ['2026-11-23T00:00:00', '2026-11-23T09:00:00'], ['2026-11-23T08:59:59', '2026-11-23T09:00:00'], ['2026-11-23T09:00:00', null],
])('quiet hours over midnight: %s until %s', (now, until) => {
  expect(quietUntil(at(now), zone, night)).toBe(until === null ? null : at(until));
});

test('quiet hours within a day, and equal ends are never quiet', () => {
  expect(quietUntil(at('2026-11-22T13:00:00'), zone, { from: '12:00', to: '14:30' })).toBe(at('2026-11-22T14:30:00'));
  expect(quietUntil(at('2026-11-22T14:30:00'), zone, { from: '12:00', to: '14:30' })).toBeNull();
  expect(quietUntil(at('2026-11-22T12:00:00'), zone, { from: '12:00', to: '12:00' })).toBeNull();
});

test('quiet hours end by the clock of the zone when it is put forward', () => {
  // New York, 8 March 2026: 02:00 becomes 03:00, so the night is an hour shorter.
  const until = quietUntil(Date.parse('2026-03-08T04:00:00Z'), 'America/New_York', night);
  expect(until).toBe(Date.parse('2026-03-08T13:00:00Z'));
});

test('a cap week is the seven calendar days that end with today', () => {
  expect(capWindows(nowMs, zone)).toEqual({ dayStartMs: at('2026-11-22T00:00:00'), dayEndMs: at('2026-11-23T00:00:00'), weekStartMs: at('2026-11-16T00:00:00') });
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
});

test.each<[string, Partial<Situation>, string, string]>([
  ['is left out everywhere', { excluded: true, consent: true }, 'suppressed', 'excluded'],
  ['said no', { consent: false, suppression: 'complaint' }, 'suppressed', 'no_consent'],
  ['is no contact', { reach: undefined }, 'suppressed', 'not_a_contact'],
  ['said yes but is no contact', { reach: undefined, consent: true }, 'suppressed', 'not_a_contact'],
  ['complains', { suppression: 'complaint' }, 'suppressed', 'suppressed:complaint'],
  ['has got one today', { received: { inFlight: 0, today: 1, week: 1 } }, 'capped', 'day_cap'],
  ['has one on its way', { received: { inFlight: 1, today: 0, week: 0 } }, 'capped', 'day_cap'],
  ['has got four in seven days', { received: { inFlight: 0, today: 0, week: 4 } }, 'capped', 'week_cap'],
  ['sleeps', { nowMs: at('2026-11-22T22:00:00') }, 'deferred', 'quiet_hours'],
  ['sleeps after one today: the cap of tomorrow decides', { nowMs: at('2026-11-22T22:00:00'), received: { inFlight: 0, today: 1, week: 1 } }, 'deferred', 'quiet_hours'],
  ['has a brand that is quiet at noon', { nowMs: at('2026-11-22T12:30:00'), quietHours: { from: '12:00', to: '14:00' } }, 'deferred', 'quiet_hours'],
  ['is at the limit of WeCom', { exhausted: true }, 'capped', 'channel_quota'],
])('a customer who %s', (_, change, state, reason) => {
  expect(judge({ quietHours: night, removed: false }, { ...free, ...change })).toMatchObject({ state, reason });
});

test('a free customer passes, and every check says so in its order', () => {
  expect(judge({ quietHours: night, removed: false }, free)).toEqual({
    state: 'pass', reach: free.reach, checks: [['version', ''], ['exclusion', ''], ['consent', ''], ['suppression', ''], ['caps', ''], ['quiet_hours', ''], ['channel_quota', '']],
  });
  expect(judge({ quietHours: night, removed: false }, { ...free, nowMs: nowMs + dayMs }).state).toBe('pass');
});

test('an unknown variable is found before the launch, with its place', () => {
  const [mistake] = checkText('您好\n{{ customer.nmae }}', 4_000);
  expect(mistake).toMatchObject({ line: 2 });
  expect(mistake?.sentence.en).toContain('customer.nmae');
});

test.each([
  ['{{ customer.name | upcaze }}', 'upcaze'], ['{{ customer.name ', 'not closed'], ['{% include "x" %}', ''], ['{{ "x" | append: customer.phone }}', 'customer.phone'],
  ['   ', ''], ['字'.repeat(2_000), 'bytes'],
])('a text that cannot go out is refused: %s', (text, hint) => {
  const mistakes = checkText(text, 4_000);
  expect(mistakes.length).toBeGreaterThan(0);
  expect(mistakes[0]?.sentence.en).toContain(hint);
});

test.each([
  ['您好{{ customer.name ', '缺少结尾的 }}'], ['{% if customer.name', '缺少结尾的 %}'], ['{% if customer.city %}您好', '{% endif %}'], ['您好{% endif %}', '没有与它对应的开头'], ['{{ customer.name | foo }}', '没有过滤器“foo”'],
  ['{{ }}', '没有内容'], ['{{ customer.name || x }}', '缺少过滤器的名称'], ['{{ customer.name default: "您" }}', '“|”'], ['{{ customer.nam }}', 'customer.name（姓名）'],
])('a mistake in a text is told in Chinese without the English of the parser: %s', (text, hint) => {
  const [mistake] = checkText(text, 4_000);
  expect(mistake?.sentence.zh).toContain(hint);
  expect(mistake?.sentence.zh).not.toMatch(/not closed|undefined|expected|invalid|found/);
});

test.each([
  ['{% for i in (1..1000) %}{% for j in (1..60) %}{% assign x = i | plus: j %}{% endfor %}{% endfor %}您好', 'for'], ['您好{% tablerow i in x %}{% endtablerow %}', 'tablerow'],
  ['{{ (1..100000000) | join }}', 'Ranges'], ['{% if (1..100000000) contains 5 %}您好{% endif %}', 'Ranges'], ['{% include "x" %}', 'include'], ['{% render "x" %}', 'render'],
  ['{% assign a = "x" %}{{ a }}', 'assign'], ['{% liquid echo "x" %}', 'liquid'], ['{{ "now" | date: "%s" }}', 'date'], ['{{ customer.name | split: "" | sample }}', 'split'],
])('a text that loops, ranges, includes, or asks for time or chance is refused with the place, and is not rendered: %s', (text, hint) => {
  const [mistake] = checkText(text, 4_000);
  expect(mistake).toMatchObject({ line: 1 });
  expect(mistake?.sentence.en).toContain(hint);
  expect(() => renderText(text, { name: '李', city: '', gender: '', store: '', source: '' })).toThrow();
});

test('filters one after the other cannot make a text grow without bound', () => {
  const text = `{{ customer.name ${"| replace: 'a', 'aaaaaaaaaaaaaaaaaaaa'".repeat(30)} }}`;
  expect(() => renderText(text, { name: 'aaaa', city: '', gender: '', store: '', source: '' })).toThrow(/memory/);
});

test('conditions, brackets in quotes and plain brackets are fine', () => {
  const text = '{% case customer.gender %}{% when "female" %}女士{% else %}您{% endcase %}好（{{ customer.city | default: "(本地)" }}）{% unless customer.store == "" %}x{% endunless %}';
  expect(checkText(text, 4_000)).toEqual([]);
  expect(renderText(text, { name: '', city: '', gender: 'female', store: '', source: '' })).toBe('女士好（(本地)）');
});

test('a checked text renders for a customer of whom nothing is known', () => {
  const text = '{{ customer.name | default: "您" }}好{% if customer.city != "" %}，{{ customer.city }}{% endif %}！';
  expect(checkText(text, 4_000)).toEqual([]);
  expect(renderText(text, { name: '', city: '', gender: '', store: '', source: '' })).toBe('您好！');
  expect(renderText(text, { name: '王芳', city: '杭州', gender: '', store: '', source: '' })).toBe('王芳好，杭州！');
});

test('a customer whose name looks like Liquid gets it as it is', () => {
  expect(renderText('{{ customer.name }}', { name: '{{ customer.city }}', city: 'x', gender: '', store: '', source: '' })).toBe('{{ customer.city }}');
});

test('no code of the product is ever written to a customer: a gender is a word of the text\'s language, a source of the product nothing, and conditions still compare the codes', () => {
  const facts = (gender: string, source: string) => ({ name: '王芳', city: '', gender, store: '', source });
  const text = '{{ customer.gender | default: "您" }}，来自{{ customer.source | default: "我们的客户" }}';
  for (const source of ['import', 'api', 'wecom', 'console', 'model']) expect(renderText(text, facts('unknown', source))).toBe('您，来自我们的客户');
  expect(renderText(text, facts('female', '直播间'))).toBe('女，来自直播间');
  expect(renderText('{{ customer.gender | upcase }} {{ customer.source }}.', facts('male', 'import'))).toBe('MALE .');
  const asked = '{% if customer.gender == "female" %}女士{% endif %}{% case customer.gender %}{% when "unknown" %}{% else %}！{% endcase %}{% if customer.source == "import" %}老客{% endif %}';
  expect([renderText(asked, facts('female', 'import')), renderText(asked, facts('unknown', ''))]).toEqual(['女士！老客', '']);
});
