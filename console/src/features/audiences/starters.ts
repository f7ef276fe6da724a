import type { Rule } from '@homefield/contract';

/** Rules that many brands begin with. Amounts are in minor units. */
export const starters: readonly { name: 'lapsing' | 'spenders' | 'secondOrder' | 'keyRetain'; rule: Rule }[] = [
  { name: 'lapsing', rule: { all: [{ event: 'order.paid', within: '365d' }, { event: 'order.paid', absent: true, within: '60d' }] } },
  { name: 'secondOrder', rule: { all: [{ event: 'order.paid', count: { is: 1 }, within: '365d' }, { event: 'order.paid', within: '30d' }] } },
  { name: 'spenders', rule: { all: [{ attribute: 'isContact', is: true }, { event: 'order.paid', sum: 'amount', within: '90d', atLeast: 50_000 }] } },
  { name: 'keyRetain', rule: { all: [{ model: 'rfm', class: ['key_retain', 'key_win_back'] }] } },
];
