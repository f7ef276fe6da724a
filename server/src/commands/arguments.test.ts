import { expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

it('reads a command with its options', () => {
  expect(readArguments(['demo', '--orders', 'a.csv', '--days=3', '--exit'])).toMatchObject({ command: 'demo', values: { orders: 'a.csv', days: '3', exit: true } });
  expect(readArguments(['import', 'orders', 'a.csv', '--json'])).toMatchObject({ command: 'import', positionals: ['orders', 'a.csv'], values: { json: true } });
});

it('asks for help with --help behind any command, and without a command', () => {
  expect([readArguments(['demo', '--help']).command, readArguments([]).command]).toEqual(['help', 'help']);
});

it.each([
  [['demo', '--order', 'a.csv'], 'option_unknown', '“demo”没有“--order”这个选项。是否想用“--orders”？'],
  [['start', '--exit'], 'option_unknown', '“start”没有“--exit”这个选项'],
  [['import', 'orders', 'a.csv', 'b.csv'], 'argument_surplus', '“import”后面不能再写“b.csv”'],
  [['doctor', 'extra'], 'argument_surplus', '“doctor”后面不能再写“extra”'],
  [['demo', '--days'], 'option_needs_value', '选项“--days”后面需要一个值'],
])('%j is refused in a sentence', (args, code, sentence) => {
  expect(() => readArguments(args)).toThrow(expect.objectContaining({ code, sentence: expect.objectContaining({ zh: expect.stringContaining(sentence) }) }));
});
