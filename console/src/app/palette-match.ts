/** Whether a line answers to what was typed: by its text in the reader's language, or by one of its typed forms from the beginning of a word. */
export function answersTo({ text, typed }: { text: string; typed: string }, question: string): boolean {
  const asked = question.normalize('NFKC').toLowerCase().trim();
  if (asked === '') return true;
  const compact = asked.replace(/\s+/g, '');
  return text.toLowerCase().includes(asked) || typed.split(' ').some((word) => word.startsWith(compact)) || typed.includes(asked);
}
