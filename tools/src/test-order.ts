import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** The longest files, in this order: begun last, one of them would run alone at the end while the other core has nothing to do. */
const first = [
  'server/src/commands/commands.test.ts', 'server/src/demo/demo.test.ts', 'tools/src/journeys/first-day.test.ts', 'tools/src/journeys/bad-input.test.ts', 'tools/src/journeys/console.test.ts', 'server/src/orders/import/published-data.test.ts',
  'tools/src/journeys/shell-access.test.ts', 'tools/src/journeys/table.test.ts', 'tools/src/journeys/shell.test.ts', 'server/src/insights/lift-coverage.test.ts',
  'server/src/insights/sop-result.test.ts', 'tools/src/journeys/style-page.test.ts', 'tools/src/soak/crash.test.ts',
];

/** Long files first, the others as the test runner sorts them. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = first.findIndex((name) => moduleId.replaceAll('\\', '/').endsWith(name));
      return found < 0 ? first.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
