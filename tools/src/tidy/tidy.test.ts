import { describe, expect, test } from 'vitest';
import { forbiddenImports } from './imports.ts';
import { forbiddenWords } from './words.ts';

const imports = (path: string, specifier: string) => forbiddenImports(path, `import { x } from '${specifier}';\n`);

describe('the import graph', () => {
  test('downward through a door is allowed', () => {
    expect(imports('server/src/sops/sops.ts', '../messages/index.ts')).toEqual([]);
    expect(imports('server/src/sops/sops.ts', './sop.ts')).toEqual([]);
    expect(imports('server/src/sops/routes.ts', '@homefield/contract')).toEqual([]);
  });

  test('upward, sideways, behind a door and into an undeclared room is refused', () => {
    expect(imports('server/src/messages/messages.ts', '../sops/index.ts')).toHaveLength(1);
    expect(imports('server/src/audiences/audiences.ts', '../orders/index.ts')).toHaveLength(1);
    expect(imports('server/src/sops/sops.ts', '../messages/message-store.ts')).toHaveLength(1);
    expect(imports('server/src/secret/secret.ts', '../kernel/index.ts')).toHaveLength(1);
  });

  test('the sandbox plays the outside world: the product itself may not use it', () => {
    expect(imports('server/src/messages/messages.ts', '@homefield/sandbox')).toHaveLength(1);
    expect(imports('server/src/demo/demo.ts', '@homefield/sandbox')).toEqual([]);
    expect(imports('server/src/messages/messages.test.ts', '@homefield/sandbox')).toEqual([]);
  });

  test('imports over several lines, exports and dynamic imports count too', () => {
    expect(forbiddenImports('server/src/kernel/x.ts', "export {\n  a,\n  b,\n} from '../engines/index.ts';")).toHaveLength(1);
    expect(forbiddenImports('server/src/kernel/x.ts', "const y = await import('../engines/index.ts');")).toHaveLength(1);
    expect(forbiddenImports('console/src/x.ts', "import { y } from '../../server/src/kernel/index.ts';")).toHaveLength(1);
  });
});

test('time and randomness outside their rooms are found with the line', () => {
  expect(forbiddenWords('server/src/tags/tags.ts', 'const a = 1;\nconst now = Date.now();\n')).toEqual([expect.stringContaining('tags.ts:2')]);
  expect(forbiddenWords('server/src/kernel/clock.ts', 'Date.now()')).toEqual([]);
  expect(forbiddenWords('server/src/tags/tags.ts', '// never Date.now() here')).toEqual([]);
});
