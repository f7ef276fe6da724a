/** Rules of the thin language, each with the SQL that an analyst would write for it. */
export type Question = { name: string; rule: unknown; byHand: string; params?: Record<string, unknown> };

const people = 'from customer final where workspace_id = {workspace:UInt64} and excluded = 0 and gone = 0';

type Writer = ReturnType<typeof writerAt>;

/** Pieces of SQL that the questions share. */
function writerAt(nowMs: number) {
  const now = `toDateTime64('${new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')}', 3, 'UTC')`;
  const since = (days: number) => `occurred_at > ${now} - interval ${days} day and occurred_at <= ${now}`;
  const events = (name: string) => `from event_stored where workspace_id = {workspace:UInt64} and name = '${name}'`;
  const who = (name: string, days: number) => `select customer_id ${events(name)} and ${since(days)}`;
  const count = (where: string) => `select count() as count ${people} and ${where}`;
  return { now, events, who, count };
}

export function questions(nowMs: number, snapshotId: bigint): Question[] {
  const writer = writerAt(nowMs);
  return [...plainQuestions(writer), ...mixedQuestions(writer, snapshotId)];
}

function plainQuestions({ now, who, count }: Writer): Question[] {
  return [
    { name: 'city in two', rule: { attribute: 'city', in: ['上海', '杭州'] }, byHand: count("city in ('上海', '杭州')") },
    {
      name: 'spent in 90 days', rule: { event: 'order.paid', sum: 'amount', within: '90d', atLeast: 50_000 },
      byHand: count(`customer_id in (${who('order.paid', 90)} group by customer_id having sum(amount) >= 50000)`),
    },
    {
      name: 'viewed a category 3 times in 14 days',
      rule: { event: 'product.viewed', where: { category: { is: '精华' } }, count: { atLeast: 3 }, within: '14d' },
      byHand: count(`customer_id in (${who('product.viewed', 14)} and properties.category.:String = '精华' group by customer_id having count() >= 3)`),
    },
    { name: 'no order in 30 days', rule: { not: { event: 'order.paid', within: '30d' } }, byHand: count(`customer_id not in (${who('order.paid', 30)})`) },
    {
      name: 'spent, then fell silent',
      rule: { all: [{ event: 'order.paid', sum: 'amount', within: '90d', atLeast: 50_000 }, { not: { event: 'order.paid', within: '30d' } }] },
      byHand: count(`customer_id in (${who('order.paid', 90)} group by customer_id having sum(amount) >= 50000 and max(occurred_at) <= ${now} - interval 30 day)`),
    },
    {
      name: 'contacts of a city who look and do not buy',
      rule: { all: [{ attribute: 'city', is: '上海' }, { attribute: 'isContact', is: true }, { event: 'product.viewed', within: '7d' }, { not: { event: 'order.paid', within: '90d' } }] },
      byHand: count(`city = '上海' and is_contact and customer_id in (${who('product.viewed', 7)}) and customer_id not in (${who('order.paid', 90)})`),
    },
    {
      name: 'coupon or cart', rule: { any: [{ event: 'coupon.claimed', within: '30d' }, { event: 'cart.added', count: { atLeast: 2 }, within: '7d' }] },
      byHand: count(`(customer_id in (${who('coupon.claimed', 30)}) or customer_id in (${who('cart.added', 7)} group by customer_id having count() >= 2))`),
    },
    {
      name: 'bought twice in a year, not in 60 days', rule: { all: [{ event: 'order.paid', count: { atLeast: 2 }, within: '365d' }, { event: 'order.paid', absent: true, within: '60d' }] },
      byHand: count(`customer_id in (${who('order.paid', 365)} group by customer_id having count() >= 2 and max(occurred_at) <= ${now} - interval 60 day)`),
    },
  ];
}

function mixedQuestions({ events, who, count }: Writer, snapshotId: bigint): Question[] {
  return [
    {
      name: '10 page views in 30 days', rule: { event: 'page.viewed', count: { atLeast: 10 }, within: '30d' },
      byHand: count(`customer_id in (${who('page.viewed', 30)} group by customer_id having count() >= 10)`),
    },
    {
      name: 'a large order in a week of June', rule: { event: 'order.paid', where: { amount: { atLeast: 50_000 } }, between: ['2026-06-12', '2026-06-18'] },
      byHand: count(`customer_id in (select customer_id ${events('order.paid')} and occurred_at >= toDateTime64('2026-06-12 00:00:00', 3, 'Asia/Shanghai') and occurred_at < toDateTime64('2026-06-19 00:00:00', 3, 'Asia/Shanghai') and amount >= 50000)`),
    },
    {
      name: 'own attributes and an order', rule: { all: [{ attribute: 'skin', is: '干性' }, { attribute: 'level', atLeast: 3 }, { event: 'order.paid', within: '180d' }] },
      byHand: count(`attributes.skin.:String = '干性' and attributes.level.:Int64 >= 3 and customer_id in (${who('order.paid', 180)})`),
    },
    {
      name: 'a class of RFM', rule: { model: 'rfm', class: 'key_win_back' }, params: { snapshot: snapshotId },
      byHand: count("customer_id in (select customer_id from class_member where workspace_id = {workspace:UInt64} and model = 'rfm' and snapshot_id = {snapshot:UInt64} and class = 'key_win_back')"),
    },
    {
      name: 'another threshold in each city',
      rule: { any: [
        { all: [{ attribute: 'city', is: '上海' }, { event: 'order.paid', count: { atLeast: 3 }, within: '365d' }] },
        { all: [{ attribute: 'city', is: '杭州' }, { event: 'order.paid', count: { atLeast: 5 }, within: '365d' }] },
      ] },
      byHand: `select count() as count from (select customer_id, city ${people}) as c inner join (${who('order.paid', 365).replace('customer_id', 'customer_id, count() as orders')} group by customer_id) as o using customer_id
        where (city = '上海' and orders >= 3) or (city = '杭州' and orders >= 5)`,
    },
    {
      name: 'five kinds of events',
      rule: { all: [{ event: 'page.viewed', within: '7d' }, { event: 'product.viewed', count: { atLeast: 2 }, within: '14d' }, { event: 'link.clicked', within: '30d' }, { event: 'coupon.claimed', absent: true, within: '30d' }, { event: 'order.paid', count: { atMost: 1 }, within: '365d' }] },
      byHand: count(`customer_id in (${who('page.viewed', 7)}) and customer_id in (${who('product.viewed', 14)} group by customer_id having count() >= 2) and customer_id in (${who('link.clicked', 30)})
        and customer_id not in (${who('coupon.claimed', 30)}) and customer_id not in (${who('order.paid', 365)} group by customer_id having count() > 1)`),
    },
    {
      name: 'few messages, and a sum of prices', rule: { all: [{ event: 'message.sent', count: { atMost: 1 }, within: '30d' }, { event: 'product.viewed', sum: 'price', atLeast: 1_000, within: '30d' }] },
      byHand: count(`customer_id not in (${who('message.sent', 30)} group by customer_id having count() > 1) and customer_id in (${who('product.viewed', 30)} group by customer_id having sum(properties.price.:Int64) >= 1000)`),
    },
  ];
}
