import type { Rule } from '@homefield/contract';

/** As deep as the language goes; deeper texts are refused before they are walked. */
const depthMax = 8;
const leafKinds = ['attribute', 'event', 'model', 'audience'] as const;

/** Reads a rule from text. null: no JSON; false: JSON whose form is not a tree of conditions. Values are left to the server to judge. */
export function readRule(text: string): Rule | null | false {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isRuleTree(value, 1) ? value : false;
}

function isRuleTree(value: unknown, level: number): value is Rule {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || level > depthMax) return false;
  if ('all' in value) return isList(value.all, level);
  if ('any' in value) return isList(value.any, level);
  if ('not' in value) return isRuleTree(value.not, level + 1);
  return leafKinds.some((kind) => kind in value && typeof (value as Record<string, unknown>)[kind] === 'string');
}

function isList(value: unknown, level: number): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((member) => isRuleTree(member, level + 1));
}
