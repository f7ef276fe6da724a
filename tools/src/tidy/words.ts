import { exceptions } from './graph.ts';

/** Uses of what only certain rooms may use (time, randomness, the environment), as sentences with the line. */
export function forbiddenWords(path: string, text: string): string[] {
  if (/\.test\.tsx?$|\/testing\/|\/guarantees\//.test(path)) return [];
  const found: string[] = [];
  const lines = text.split('\n');
  for (const [word, allowed] of Object.entries(exceptions)) {
    if (allowed.some((prefix) => path.startsWith(prefix))) continue;
    lines.forEach((line, index) => {
      if (withoutComment(line).includes(word)) found.push(`${path}:${index + 1} uses ${word}; its room is ${allowed.join(', ')}`);
    });
  }
  return found;
}

function withoutComment(line: string): string {
  return /^\s*(\*|\/\/|\/\*)/.test(line) ? '' : line.replace(/\s\/\/ .*$/, '');
}
