import { studentQuantile } from './student.ts';

/** Sales of one group, by customer: their number, the sum, and the sum of squares, all exact. */
export type Group = { customers: bigint; sales: bigint; salesSquared: bigint };
/** Customers whose side was drawn with the same probability: versions of an SOP with the same hold-out share. */
export type Stratum = { treated: Group; heldOut: Group };

export type Lift = {
  /** Mean per treated customer minus mean per held-out customer, in minor units; null while no stratum has 2 on either side. */
  perCustomer: number | null;
  /** 95 % interval by Welch (1947); null as well while nobody has bought anything, because then nothing is known about the spread. */
  low: number | null;
  high: number | null;
  /** Lift × treated customers of the strata that can be compared. */
  incremental: number | null;
};

type Part = { weight: number; varianceOfMean: number; degrees: number };

/**
 * What a message was worth, by assignment: treated are all who were not held out, whether or not a message reached them. Inside a stratum
 * the two groups differ by chance alone, so the difference of their means is caused by the SOP. Pooled over strata they differ also by when
 * customers came: with 10 % held out in a quiet season and 50 % in the high one, most of the held out are of the high one (Simpson).
 *
 * So with strata h, treated n_h and held out m_h, means x_h and y_h, variances s²_h and u²_h, and weights w_h = n_h / Σ n_h:
 *   lift = Σ w_h (x_h − y_h),   V = Σ w_h² (s²_h / n_h + u²_h / m_h),   lift ± t(0.975, ν) √V,
 *   ν = V² / Σ w_h⁴ ((s²_h / n_h)² / (n_h − 1) + (u²_h / m_h)² / (m_h − 1))   (Welch and Satterthwaite).
 * A stratum with fewer than 2 on a side says nothing of the difference and is left out; the lift is then that of the others.
 */
export function liftOf(strata: readonly Stratum[]): Lift {
  const compared = strata.filter(({ treated, heldOut }) => treated.customers >= 2n && heldOut.customers >= 2n);
  const customers = compared.reduce((total, { treated }) => total + Number(treated.customers), 0);
  if (customers === 0) return { perCustomer: null, low: null, high: null, incremental: null };
  const weightOf = ({ treated }: Stratum) => Number(treated.customers) / customers;
  const perCustomer = compared.reduce((total, stratum) => total + weightOf(stratum) * (meanOf(stratum.treated) - meanOf(stratum.heldOut)), 0);
  const incremental = perCustomer * customers;
  const parts = compared.flatMap((stratum) => [stratum.treated, stratum.heldOut].map((group): Part => (
    { weight: weightOf(stratum), varianceOfMean: varianceOfMean(group), degrees: Number(group.customers - 1n) })));
  const variance = parts.reduce((total, part) => total + part.weight ** 2 * part.varianceOfMean, 0);
  if (variance === 0) return { perCustomer, low: null, high: null, incremental };
  const degrees = variance ** 2 / parts.reduce((total, part) => total + (part.weight ** 2 * part.varianceOfMean) ** 2 / part.degrees, 0);
  const half = studentQuantile(0.975, degrees) * Math.sqrt(variance);
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
    + '增量 = 触达组人均净额 − 对照组人均净额，按分组计算（无论消息是否送达），一位客户计一次，分组以首次进入为准；不同版本的对照比例不同时，先在相同比例内比较，再按触达组人数加权合并。区间为 Welch 95% 置信区间。目标期未结束的客户按截至目前计算，两组口径一致；全部结束后为最终结果。',
  en: 'Customers who enter are assigned at random (by their id) to the treated group or the hold-out, which gets nothing. Sales are the net amount of each customer\'s orders paid after '
    + 'entering and within the goal\'s days: paid less refunds of those orders, whenever refunded; canceled orders count 0; refunds without an order number are left out. Lift = mean per treated '
    + 'minus mean per held-out customer, by assignment, whether or not a message arrived; each customer counts once, on the side of the first entry. Where versions had different hold-out shares, customers are compared within each share and the '
    + 'differences are weighted by treated customers. The interval is Welch\'s at 95 %. Customers whose window is still open '
    + 'count with what they bought so far, in both groups alike; when no window is open the result is final.',
} as const;
