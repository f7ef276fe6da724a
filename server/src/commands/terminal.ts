import type { Language } from '../kernel/index.ts';
import { isProblem } from '../kernel/index.ts';

/** How commands speak: the language of the terminal, plain lines, no colors in files. */
export type Terminal = {
  language: Language;
  say(zh: string, en: string): void;
  /** A line as it is (JSON, addresses). */
  line(text: string): void;
  complain(zh: string, en: string): void;
};

/** Chinese where the terminal is Chinese (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English. */
export function createTerminal(environment: Readonly<Record<string, string | undefined>>): Terminal {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  const language: Language = /^zh/i.test(locale) ? 'zh' : 'en';
  const pick = (zh: string, en: string) => (language === 'zh' ? zh : en);
  return {
    language,
    say: (zh, en) => console.log(pick(zh, en)),
    line: (text) => console.log(text),
    complain: (zh, en) => console.error(pick(zh, en)),
  };
}

/** A refusal as one sentence; anything else with its stack, because it is our mistake. */
export function complainAbout(terminal: Terminal, error: unknown): void {
  if (isProblem(error)) {
    terminal.complain(error.sentence.zh, error.sentence.en);
    for (const place of error.places) terminal.complain(`  ${place.pointer}: ${place.sentence.zh}`, `  ${place.pointer}: ${place.sentence.en}`);
    return;
  }
  console.error(error);
}
