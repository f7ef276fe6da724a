import { windowSeconds } from '@homefield/contract';
import { orderNames } from '../../customers/index.ts';
import type { Field } from './catalog.ts';
import type { ValueTest } from './node.ts';
import type { PassContext } from './passes.ts';
import { momentMs } from './period.ts';
import type { FieldTests } from './plan.ts';
import { all, instant } from './sql.ts';
import { atMostMs, columnTest } from './values.ts';

/**
 * The customers for whom all tests of numbers of their orders hold, as a condition on `customer_id`: however many tests, the orders are read once. Who never
 * ordered is in no group, so tests that hold for nobody's orders are asked the other way round.
 */
export function compileMetrics(measured: readonly FieldTests[], context: PassContext): string {
  const tests = measured.flatMap(({ field, tests: ofField }) => ofField.map((test) => ({ field, test })));
  const holdsForNothing = tests.every(({ field, test }) => holdsOfNothing(field, test));
  const asked = all(tests.map(({ field, test }) => metricTest(field, test, context)));
  return `customer_id ${holdsForNothing ? 'not in' : 'in'} (select customer_id from event where ${ordersWhere(context)} group by customer_id having ${holdsForNothing ? `not (${asked})` : asked})`;
}

/** What the metric is for the one customer in scope, as text; '' for a time that never was. */
export function metricFound(field: Field, context: PassContext): string {
  const metric = field.metric ?? '0';
  const shown = field.type === 'time' ? `if(${metric} = 0, '', toString(fromUnixTimestamp64Milli(${metric}, 'UTC')))` : `toString(${metric})`;
  return `ifNull((select ${shown} from event where ${ordersWhere(context)}), '')`;
}

/** Nothing after now counts, so that a look back at an instant is honest. */
function ordersWhere({ binder, nowMs, scope }: PassContext): string {
  return all(['workspace_id = {workspace:UInt64}', `name in ${orderNames}`, ...(scope.events ? [scope.events] : []), `occurred_at <= ${instant(binder, nowMs)}`]);
}

function metricTest(field: Field, test: ValueTest, context: PassContext): string {
  const metric = field.metric ?? '0';
  if (field.type !== 'time') return columnTest(metric, field, test, { ...context, json: 'properties' });
  const { binder, zone, nowMs } = context;
  const at = (ms: number) => binder.bind('Int64', ms);
  switch (test.kind) {
    case 'within': return `${metric} > ${at(nowMs - (windowSeconds(test.window) ?? 0) * 1000)}`;
    case 'atLeast': return `${metric} > 0 and ${metric} >= ${at(momentMs(String(test.value), zone, 'start'))}`;
    case 'atMost': return `${metric} > 0 and ${metric} <= ${at(atMostMs(String(test.value), zone))}`;
    case 'exists': return `${metric} ${test.expected ? '>' : '='} 0`;
    default: throw new Error('A time is tested by its limits.');
  }
}

/** Whether a test holds for somebody without orders: the numbers are 0, the time is not known. */
function holdsOfNothing({ type }: Field, test: ValueTest): boolean {
  switch (test.kind) {
    case 'exists': return test.expected === (type !== 'time');
    case 'in': return test.values.includes(0) !== test.negated;
    case 'atLeast': return type !== 'time' && Number(test.value) <= 0;
    case 'atMost': return type !== 'time' && Number(test.value) >= 0;
    default: return false;
  }
}
