import { studentQuantile } from './student.ts';

/** Sales of one group, by customer: their number, the sum, and the sum of squares, all exact. */
export type Group = { customers: bigint; sales: bigint; salesSquared: bigint };

export type Lift = {
  /** Mean per treated customer minus mean per held-out customer, in minor units; null while either group has fewer than 2. */
  perCustomer: number | null;
  /** 95 % interval by Welch (1947); null as well while nobody has bought anything, because then nothing is known about the spread. */
  low: number | null;
  high: number | null;
  /** Lift × treated customers. */
  incremental: number | null;
};

/**
 * What a message was worth, by assignment: treated are all who were not held out, whether or not a message reached them. The two
 * groups differ by chance alone, so the difference of their means is caused by the SOP.
 */
export function liftOf(treated: Group, heldOut: Group): Lift {
  if (treated.customers < 2n || heldOut.customers < 2n) return { perCustomer: null, low: null, high: null, incremental: null };
  const perCustomer = meanOf(treated) - meanOf(heldOut);
  const incremental = perCustomer * Number(treated.customers);
  const [first, second] = [varianceOfMean(treated), varianceOfMean(heldOut)];
  if (first + second === 0) return { perCustomer, low: null, high: null, incremental };
  const degrees = (first + second) ** 2 / (first ** 2 / Number(treated.customers - 1n) + second ** 2 / Number(heldOut.customers - 1n));
  const half = studentQuantile(0.975, degrees) * Math.sqrt(first + second);
  return { perCustomer, low: perCustomer - half, high: perCustomer + half, incremental };
}

function meanOf({ customers, sales }: Group): number {
  return Number(sales) / Number(customers);
}

/** s² / n. The difference of the two sums is taken in whole numbers: in floating point it may cancel to nothing. */
function varianceOfMean({ customers, sales, salesSquared }: Group): number {
  return Number(customers * salesSquared - sales * sales) / Number(customers * customers * (customers - 1n));
}

export const sopResultDefinition = {
  zh: '进入 SOP 的客户按编号随机分为触达组与对照组（对照组不触达）。销售额为每位客户在进入之后、目标天数之内付款订单的净额：实付减去这些订单的退款（无论何时退款），已取消订单计 0；无订单号的退款不计入。'
    + '增量 = 触达组人均净额 − 对照组人均净额，按分组计算（无论消息是否送达），一位客户计一次。区间为 Welch 95% 置信区间。目标期未结束的客户按截至目前计算，两组口径一致；全部结束后为最终结果。',
  en: 'Customers who enter are assigned at random (by their id) to the treated group or the hold-out, which gets nothing. Sales are the net amount of each customer\'s orders paid after '
    + 'entering and within the goal\'s days: paid less refunds of those orders, whenever refunded; canceled orders count 0; refunds without an order number are left out. Lift = mean per treated '
    + 'minus mean per held-out customer, by assignment, whether or not a message arrived; each customer counts once. The interval is Welch\'s at 95 %. Customers whose window is still open '
    + 'count with what they bought so far, in both groups alike; when no window is open the result is final.',
} as const;
