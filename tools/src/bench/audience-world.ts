import type { Engines } from '../../../server/src/engines/index.ts';
import { round } from './engines.ts';

export type WorldSize = { customers: number; events: number; nowMs: number };

/** Of 100 events: how many of each name. Only the views carry properties, as in life most events carry few. */
const eventMix = {
  'page.viewed': 30, 'product.viewed': 25, 'message.sent': 15, 'link.clicked': 12, 'cart.added': 7, 'order.paid': 6, 'coupon.claimed': 4, 'sign_in.made': 1,
};

/** A brand of any size, made inside ClickHouse: 8 names of events over 12 months. Answers the seconds that it took. */
export async function loadWorld({ clickhouse: { admin } }: Engines, workspaceId: bigint, { customers, events, nowMs }: WorldSize): Promise<number> {
  const startedMs = performance.now();
  await admin.command(`
    insert into customer
    select ${workspaceId}, number + 1, number, fromUnixTimestamp64Milli(${nowMs} - toInt64(cityHash64(number, 'c') % 1000) * 86400000, 'UTC'), number % 200 = 0, 0,
      concat('客户', toString(number)), ['male', 'female', 'unknown'][1 + number % 3], ['上海', '杭州', '北京', '广州', '深圳', '成都', ''][1 + cityHash64(number, 'city') % 7],
      ['pos', 'wecom', 'mini'][1 + number % 3], concat('store', toString(cityHash64(number, 's') % 50)), 1 + number % 300, cityHash64(number, 'k') % 10 < 6,
      concat('{"skin":"', ['干性', '油性', '混合性'][1 + cityHash64(number, 'skin') % 3], '","level":', toString(cityHash64(number, 'l') % 6), '}')
    from numbers(${customers})`);
  const chunk = Math.min(events, 5_000_000);
  for (let from = 0; from < events; from += chunk) await admin.command(eventsText(workspaceId, { customers, nowMs }, from, chunk));
  return round((performance.now() - startedMs) / 1000);
}

/** Customers differ: the square of a uniform number gives the most active hundredth a tenth of all events. */
function eventsText(workspaceId: bigint, { customers, nowMs }: Omit<WorldSize, 'events'>, from: number, count: number): string {
  const table = Object.entries(eventMix).flatMap(([name, share]) => Array<string>(share).fill(`'${name}'`));
  return `
    insert into event_stored (workspace_id, customer_id, name, occurred_at, received_at, tx, position, source, amount, subject, properties)
    with [${table.join(',')}] as names, cityHash64(number, 'who') % 1000000 / 1000000 as share
    select ${workspaceId}, 1 + toUInt64(share * share * ${customers}), names[1 + cityHash64(number, 'what') % 100] as name,
      fromUnixTimestamp64Milli(${nowMs} - toInt64(cityHash64(number, 'when') % 31536000000), 'UTC') as occurred_at, occurred_at, 1, number, 'bench',
      if(name = 'order.paid', toInt64(1000 + cityHash64(number, 'amount') % 60000), 0), if(name = 'order.paid', concat('O', toString(number)), ''),
      if(name = 'product.viewed', concat('{"category":"', ['精华', '面霜', '口红', '防晒', '洁面', '面膜', '香水', '套装'][1 + cityHash64(number, 'cat') % 8], '","price":', toString(cityHash64(number, 'p') % 900), '}'), '{}')
    from numbers(${from}, ${count})`;
}
