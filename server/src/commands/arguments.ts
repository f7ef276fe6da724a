import { closest } from 'fastest-levenshtein';
import { parseArgs } from 'node:util';
import { problem } from '../kernel/index.ts';

export const OptionUnknown = problem('option_unknown', 500, {
  en: '"{command}" has no option "{option}". Did you mean "{closest}"? See: homefield help',
  zh: '“{command}”没有“{option}”这个选项。是否想用“{closest}”？用法请看：homefield help',
});
export const OptionNeedsValue = problem('option_needs_value', 500, {
  en: 'The option "{option}" needs a value behind it. See: homefield help',
  zh: '选项“{option}”后面需要一个值。用法请看：homefield help',
});

export const ArgumentSurplus = problem('argument_surplus', 500, {
  en: '"{command}" does not take "{argument}" as well; nothing was done. See: homefield help',
  zh: '“{command}”后面不能再写“{argument}”，没有执行任何操作。用法请看：homefield help',
});

const flags = ['adopt', 'exit', 'json', 'help'];
/** What each command understands. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  start: [],
  demo: ['as-of', 'days', 'exit', 'mapping', 'orders', 'report', 'seed'],
  import: ['columns', 'date-order', 'json', 'mapping'],
  doctor: ['adopt'],
  migrate: [],
  'reset-password': [],
};

/** How many words may stand behind a command. */
const wordsOf: Readonly<Record<string, number>> = { import: 2, 'reset-password': 1 };

export type Arguments = { command: string; positionals: string[]; values: Record<string, string | boolean | undefined> };

/** Reads the command line. Refuses an option that the command does not have, one without its value, and a word too many. */
export function readArguments(args: readonly string[]): Arguments {
  const [command = 'help', ...rest] = args;
  const known = [...optionsOf[command] ?? [], 'help'];
  const { values, positionals } = parseArgs({
    args: rest, strict: false, allowPositionals: true,
    options: Object.fromEntries(known.map((name) => [name, { type: flags.includes(name) ? 'boolean' as const : 'string' as const }])),
  });
  for (const [name, value] of Object.entries(values)) {
    if (!known.includes(name)) throw OptionUnknown({ command, option: `--${name}`, closest: `--${closest(name, known)}` });
    if (!flags.includes(name) && typeof value !== 'string') throw OptionNeedsValue({ option: `--${name}` });
  }
  const surplus = command in optionsOf ? positionals[wordsOf[command] ?? 0] : undefined;
  if (surplus !== undefined) throw ArgumentSurplus({ command, argument: surplus });
  return { command: values['help'] === true ? 'help' : command, positionals, values: values as Arguments['values'] };
}
