import { rfmClasses } from '@homefield/contract';
import { frequencyBands, recencyBands, type Cell, type ClassSummary, type RfmLines, type RfmSummary } from './model.ts';

const band = (column: string, edges: readonly number[]) => `multiIf(${edges.map((edge, index) => `${column} <= ${edge}, ${index}`).join(', ')}, ${edges.length})`;
const memberWhere = "workspace_id = {workspace:UInt64} and model = 'rfm' and snapshot_id = {snapshot:UInt64}";

/**
 * Everything that screens show of a snapshot, from its rows alone: the whole (class ''), the classes, and the cells of the cube.
 * `grouping` 0: a cell, 1: a class, 3: the whole. `people`: a condition on `customer_id`, for those who see a part of the brand.
 */
export const summaryQuery = (people = '1') => `
select class, recency_band, frequency_band, is_amount_high,
  multiIf(grouping(recency_band) = 0, 'cell', grouping(class) = 0, 'class', 'whole') as level,
  toString(count()) as customers, toString(sum(recency_days)) as recency_sum, toString(sum(toUInt64(frequency))) as frequency_sum, toString(sum(amount)) as amount_sum,
  quantileExactLow(0.5)(recency_days) + quantileExactHigh(0.5)(recency_days) as recency_twice,
  quantileExactLow(0.5)(frequency) + quantileExactHigh(0.5)(frequency) as frequency_twice,
  toString(quantileExactLow(0.5)(amount) + quantileExactHigh(0.5)(amount)) as amount_twice
from (
  select class, recency_days, frequency, amount, toUInt8(startsWith(class, 'key_')) as is_amount_high,
    ${band('recency_days', recencyBands)} as recency_band, ${band('frequency', frequencyBands)} as frequency_band
  from class_member where ${memberWhere} and ${people}
)
group by grouping sets ((), (class), (recency_band, frequency_band, is_amount_high))
limit 1000`;

export type SummaryRow = {
  class: string; recency_band: number; frequency_band: number; is_amount_high: number; level: 'cell' | 'class' | 'whole';
  customers: string; recency_sum: string; frequency_sum: string; amount_sum: string; recency_twice: string; frequency_twice: string; amount_twice: string;
};

export function summaryOf(rows: readonly SummaryRow[], lines: RfmLines): RfmSummary {
  const whole = rows.find((row) => row.level === 'whole');
  const buyers = Number(whole?.customers ?? 0);
  const classRows = new Map(rows.filter((row) => row.level === 'class').map((row) => [row.class, row]));
  const classes = rfmClasses.map((name): ClassSummary => {
    const row = classRows.get(name);
    const customers = Number(row?.customers ?? 0);
    const average = (sum: string | undefined) => (customers === 0 ? 0 : Number(sum) / customers);
    return {
      class: name, customers, salesMinor: Number(row?.amount_sum ?? 0),
      averageRecencyDays: average(row?.recency_sum), averageFrequency: average(row?.frequency_sum), averageAmountMinor: average(row?.amount_sum),
    };
  });
  const cells = rows.filter((row) => row.level === 'cell').map((row): Cell => ({
    recency: Number(row.recency_band), frequency: Number(row.frequency_band), isAmountHigh: Number(row.is_amount_high) === 1,
    customers: Number(row.customers), salesMinor: Number(row.amount_sum),
  })).sort((one, other) => one.recency - other.recency || one.frequency - other.frequency || Number(one.isAmountHigh) - Number(other.isAmountHigh));
  return { buyers, lines: linesOf(whole, buyers, lines), classes, cells };
}

function linesOf(whole: SummaryRow | undefined, buyers: number, lines: RfmLines): RfmSummary['lines'] {
  if (lines.by === 'fixed') return { recencyDays: lines.recencyDays, frequency: lines.frequency, amountMinor: lines.amountMinor };
  if (!whole || buyers === 0) return { recencyDays: 0, frequency: 0, amountMinor: 0 };
  if (lines.by === 'median') return { recencyDays: Number(whole.recency_twice) / 2, frequency: Number(whole.frequency_twice) / 2, amountMinor: Number(whole.amount_twice) / 2 };
  return { recencyDays: Number(whole.recency_sum) / buyers, frequency: Number(whole.frequency_sum) / buyers, amountMinor: Number(whole.amount_sum) / buyers };
}

/** Customers whose class differs between two snapshots, in the order of their ids. '' stands for "in none". */
export const changesQuery = `
select customer_id, anyIf(class, snapshot_id = {snapshot:UInt64}) as class_after, anyIf(class, snapshot_id = {previous:UInt64}) as class_before
from class_member
where workspace_id = {workspace:UInt64} and model = 'rfm' and snapshot_id in ({snapshot:UInt64}, {previous:UInt64}) and customer_id > {after:UInt64}
group by customer_id
having class_after != class_before
order by customer_id
limit {limit:UInt32}`;

export type ChangeRow = { customer_id: string; class_after: string; class_before: string };
