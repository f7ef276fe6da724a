import { parseAst, type Plugin } from 'vite';

/** The functions of antd that take a component's styles as their second argument. */
const takesStyles = new Set(['genStyleHooks', 'genSubStyleComponent', 'genComponentStyleHook']);

const styleFile = /[\\/]antd[\\/]es[\\/].*[\\/]style[\\/][^\\/]+\.js$/;

type Node = { type: string; start: number; end: number; [name: string]: unknown };

/** antd's styles are a file (antd-sheet.ts): the code that would make them in the browser is never called, so it is left out. */
export function antdScripts(): Plugin {
  return {
    name: 'homefield-antd-scripts',
    apply: 'build',
    transform(code, id) {
      return styleFile.test(id) ? withoutStyles(code) : null;
    },
  };
}

/** The text of a file of antd without its styles; null where there are none. */
export function withoutStyles(code: string): string | null {
  const found = [...callsIn(parseAst(code) as unknown as Node)].map((call) => (call['arguments'] as Node[])[1]).filter((styles) => styles !== undefined);
  if (found.length === 0) return null;
  return found.toSorted((one, other) => other.start - one.start).reduce((text, { start, end }) => `${text.slice(0, start)}null${text.slice(end)}`, code);
}

function* callsIn(node: Node): Generator<Node> {
  const callee = node['callee'] as Node | undefined;
  if (node.type === 'CallExpression' && callee?.type === 'Identifier' && takesStyles.has(String(callee['name']))) yield node;
  for (const value of Object.values(node)) for (const part of [value].flat()) if (typeof part === 'object' && part !== null && 'type' in part) yield* callsIn(part as Node);
}
