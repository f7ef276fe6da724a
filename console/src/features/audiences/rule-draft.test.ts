import { RuleShape, type Rule } from '@homefield/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitOf, measureOf, operatorOf, withMeasure, withOperator, withTexts } from './rule-conditions.ts';
import { addMember, changeNode, draftOf, missingOf, newCondition, newGroup, nodeAt, removeNode, ruleOf } from './rule-draft.ts';
import { readRule } from './rule-text.ts';

const condition: fc.Arbitrary<Rule> = fc.constantFrom<Rule>(
  { attribute: 'city', in: ['上海', '杭州'] }, { attribute: 'createdAt', within: '30d' }, { event: 'order.paid', sum: 'amount', within: '90d', atLeast: 50_000 },
  { event: 'product.viewed', where: { category: { is: '精华' } }, count: { atLeast: 3 }, within: '14d' }, { model: 'rfm', class: ['key_value'] }, { audience: 'aud_0b3k5m7n9p1q2' },
);
const { rule: anyRule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof({ maxDepth: 4 }, condition,
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all): Rule => ({ all })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any): Rule => ({ any })),
    tie('rule').map((not): Rule => ({ not }))),
}));

/** What the editor may rewrite without changing who is meant: a lone condition at the top, and `not` of an `any` of one. */
function normal(rule: Rule): Rule {
  if ('all' in rule) return { all: rule.all.map(normal) };
  if ('any' in rule) return { any: rule.any.map(normal) };
  if (!('not' in rule)) return rule;
  const inner = rule.not;
  const [only] = 'any' in inner ? inner.any : [];
  if (only && 'any' in inner && inner.any.length === 1 && !('all' in only) && !('any' in only)) return { not: normal(only) };
  return { not: normal(inner) };
}
const isGroup = (rule: Rule) => 'all' in rule || 'any' in rule || 'not' in rule;

describe('the tree of the rule editor', () => {
  it('reads every rule and writes it back as the same rule', () => {
    fc.assert(fc.property(anyRule, (rule) => {
      const back = ruleOf(draftOf(rule)).rule;
      expect(back).toEqual(isGroup(rule) ? normal(rule) : { all: [rule] });
    }));
  });

  it('finds the node that a problem of the server points at, whether from the request or from the rule', () => {
    const draft = draftOf({ all: [{ attribute: 'city', is: '上海' }, { not: { any: [{ event: 'order.paid', within: '30d' }, { model: 'rfm', class: 'key_value' }] } }] });
    const { places } = ruleOf(draft);
    const [first, none] = draft.members;
    expect(nodeAt(places, '/rule/all/0/is')).toBe(first?.id);
    expect(nodeAt(places, '/all/1/not/any/1/class')).toBe(none?.kind === 'group' ? none.members[1]?.id : '');
    expect(nodeAt(places, '/rule')).toBe(draft.id);
  });

  it('says what is missing until a rule can be asked for, and is then accepted by the shape', () => {
    let draft = newGroup('all');
    expect([...missingOf(draft).values()]).toEqual(['members']);
    const added = newCondition('attribute');
    draft = addMember(draft, draft.id, added);
    expect([...missingOf(draft).values()]).toEqual(['attribute']);
    draft = changeNode(draft, added.id, (node) => (node.kind === 'attribute' ? { ...node, value: { attribute: 'city' } } : node));
    expect([...missingOf(draft).values()]).toEqual(['value']);
    draft = changeNode(draft, added.id, (node) => (node.kind === 'attribute' ? { ...node, value: withTexts('city', 'in', ['上海']) } : node));
    expect(missingOf(draft).size).toBe(0);
    expect(RuleShape.safeParse(ruleOf(draft).rule).success).toBe(true);
    expect(removeNode(draft, added.id).members).toEqual([]);
  });
});

describe('the rule as text', () => {
  it('reads every rule, and tells broken JSON from JSON that is no rule', () => {
    fc.assert(fc.property(anyRule, (rule) => {
      expect(readRule(JSON.stringify(rule))).toEqual(rule);
    }));
    expect(readRule('{"all": [')).toBe(null);
    expect([readRule('{"all": []}'), readRule('[]'), readRule('{"city": "上海"}'), readRule('{"not":'.repeat(9) + '{"event":"order.paid"}' + '}'.repeat(9))]).toEqual([false, false, false, false]);
  });
});

describe('conditions of the rule editor', () => {
  it('keep period and properties when the measure changes, and lose the limits of the old one', () => {
    const views = { event: 'product.viewed', where: { category: { is: '精华' } }, count: { atLeast: 3 }, within: '14d' };
    const absent = withMeasure(views, 'absent', null);
    expect(absent).toEqual({ event: 'product.viewed', where: { category: { is: '精华' } }, absent: true, within: '14d' });
    expect(withMeasure(absent, 'sumAtLeast', 50_000)).toEqual({ event: 'product.viewed', where: { category: { is: '精华' } }, sum: 'amount', atLeast: 50_000, within: '14d' });
    expect([measureOf(views), limitOf(views), measureOf(absent)]).toEqual(['countAtLeast', 3, 'absent']);
  });

  it('name the operator that they were made with', () => {
    for (const operator of ['true', 'false'] as const) expect(operatorOf(withOperator('isContact', operator), 'boolean')).toBe(operator);
    for (const operator of ['within', 'known', 'unknown'] as const) expect(operatorOf(withOperator('createdAt', operator), 'date')).toBe(operator);
    expect(operatorOf(withTexts('city', 'notIn', ['上海']), 'text')).toBe('notIn');
    expect(operatorOf({ attribute: 'city', contains: '海', exists: true }, 'text')).toBe('custom');
  });
});
