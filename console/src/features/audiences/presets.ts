import type { Rule } from '@homefield/contract';

/** The people behind the numbers of other pages, each as the rule that finds them. Named in the address: short, and never broken by hand. */
export const presetNames = ['contacts', 'new30d', 'buyers30d', 'buyers365d', 'repeat365d', 'active30d', 'lapsed', 'lapsedIn30d'] as const;
export type PresetName = (typeof presetNames)[number];

export const presets: Readonly<Record<PresetName, Rule>> = {
  contacts: { all: [{ attribute: 'isContact', is: true }] },
  new30d: { all: [{ attribute: 'createdAt', within: '30d' }] },
  buyers30d: { all: [{ event: 'order.paid', within: '30d' }] },
  buyers365d: { all: [{ event: 'order.paid', within: '365d' }] },
  repeat365d: { all: [{ event: 'order.paid', count: { atLeast: 2 }, within: '365d' }] },
  // Orders are the only acts of their own that customers have so far.
  active30d: { all: [{ event: 'order.paid', within: '30d' }] },
  lapsed: { all: [{ event: 'order.paid' }, { event: 'order.paid', absent: true, within: '365d' }] },
  lapsedIn30d: { all: [{ event: 'order.paid', within: '395d' }, { event: 'order.paid', absent: true, within: '365d' }] },
};

/** The same people in the list of customers, by whole days of the brand; undefined where the list cannot ask for them. */
export function customersOf(name: PresetName, daysAgo: (days: number) => string) {
  switch (name) {
    case 'contacts': return { contact: 'yes' as const };
    case 'buyers30d': case 'active30d': return { lastOrderFrom: daysAgo(30) };
    case 'buyers365d': return { lastOrderFrom: daysAgo(365) };
    case 'lapsed': return { lastOrderTo: daysAgo(366) };
    case 'lapsedIn30d': return { lastOrderFrom: daysAgo(395), lastOrderTo: daysAgo(366) };
    case 'new30d': return { sort: '-createdAt' as const };
    case 'repeat365d': return undefined;
  }
}
