import type { Analytics, Lane } from '../engines/index.ts';
import { inScopeAnalytics } from '../customers/index.ts';
import { createStopwatch, type DataScope, type ProblemPlace, type Sentence } from '../kernel/index.ts';
import { givenMax, type Verdicts } from './audience.ts';
import type { Catalogs } from './catalogs.ts';
import { RuleInvalid } from './problems.ts';
import type { Catalog } from './rule/catalog.ts';
import { checkRule } from './rule/check.ts';
import { compileCount, compileGiven, compilePage, compilePreview, compileVerdicts } from './rule/compile.ts';
import { explainLeaf, explainRule, foundText } from './rule/explain.ts';
import type { RuleNode } from './rule/node.ts';
import { parseRule } from './rule/parse.ts';
import { planRule, type Plan } from './rule/plan.ts';

/** A rule that was read and checked at an instant, ready to be asked; of the whole brand where no scope is given. */
export type Prepared = { node: RuleNode; catalog: Catalog; atMs: number; dataScope?: DataScope };

export type Preview = {
  count: number;
  /** Customers whom rules can select at all, of those who are asked about. */
  base: number;
  reach: { channel: string; count: number }[];
  sentence: Sentence;
  sampleIds: bigint[];
  asOfMs: number;
  tookMs: number;
};

export type Questions = {
  /** Reads and checks a rule. Refuses (422) with a place and a sentence for each mistake. */
  prepare(workspaceId: bigint, rule: unknown, atMs: number, selfId?: bigint): Promise<Prepared>;
  preview(workspaceId: bigint, prepared: Prepared): Promise<Preview>;
  count(workspaceId: bigint, prepared: Prepared): Promise<number>;
  /** Ids in ascending order, after `afterId`. */
  page(workspaceId: bigint, prepared: Prepared, afterId: bigint, limit: number, lane: Lane): Promise<bigint[]>;
  /** All ids in ascending order, page by page; one page of them is in memory at a time. */
  pages(workspaceId: bigint, prepared: Prepared, lane: Lane): AsyncGenerator<bigint[]>;
  /** Who of the given customers, at most 10,000, in one question. */
  given(workspaceId: bigint, prepared: Prepared, customerIds: readonly bigint[]): Promise<Set<bigint>>;
  verdicts(workspaceId: bigint, prepared: Prepared, customerId: bigint): Promise<Verdicts>;
};

/** Each page asks the whole question for the customers that are left; 200,000 ids are 4 MB. */
const pageMax = 200_000;

export function createQuestions({ analytics, catalogs }: { analytics: Analytics; catalogs: Catalogs }): Questions {
  const page: Questions['page'] = async (workspaceId, prepared, afterId, limit, lane) => {
    const { text, params } = compilePage(planOf(prepared), afterId, limit);
    const rows = await analytics.query<{ customer_id: string }>({ workspaceId, text, params, lane, rowsMax: limit });
    return rows.map((row) => BigInt(row.customer_id));
  };
  return {
    page,
    async prepare(workspaceId, rule, atMs, selfId) {
      const { node, places } = parseRule(rule);
      if (!node) throw refused(places);
      const catalog = await catalogs.forRule(workspaceId, node, atMs);
      const mistakes = checkRule(node, catalog, selfId);
      if (mistakes.length > 0) throw refused(mistakes);
      return { node, catalog, atMs };
    },
    preview: (workspaceId, prepared) => preview(analytics, workspaceId, prepared),
    async count(workspaceId, prepared) {
      const { text, params } = compileCount(planOf(prepared));
      const [row] = await analytics.query<{ count: string }>({ workspaceId, text, params, lane: 'interactive' });
      return Number(row?.count ?? 0);
    },
    async* pages(workspaceId, prepared, lane) {
      for (let afterId = 0n; ;) {
        const ids = await page(workspaceId, prepared, afterId, pageMax, lane);
        const last = ids.at(-1);
        if (last !== undefined) yield ids;
        if (last === undefined || ids.length < pageMax) return;
        afterId = last;
      }
    },
    async given(workspaceId, prepared, customerIds) {
      if (customerIds.length > givenMax) throw new RangeError(`At most ${givenMax} customers in one question, not ${customerIds.length}.`);
      if (customerIds.length === 0) return new Set();
      const { text, params } = compileGiven(planOf(prepared), customerIds);
      const rows = await analytics.query<{ customer_id: string }>({ workspaceId, text, params, lane: 'live' });
      return new Set(rows.map((row) => BigInt(row.customer_id)));
    },
    verdicts: (workspaceId, prepared, customerId) => verdicts(analytics, workspaceId, prepared, customerId),
  };
}

function planOf({ node, catalog, atMs, dataScope }: Prepared): Plan {
  const plan = planRule(node, catalog, atMs);
  return dataScope && dataScope.kind !== 'brand' ? { ...plan, people: inScopeAnalytics(dataScope) } : plan;
}

function refused(places: readonly ProblemPlace[]): Error {
  return RuleInvalid({}, { places });
}

async function preview(analytics: Analytics, workspaceId: bigint, prepared: Prepared): Promise<Preview> {
  const stopwatch = createStopwatch();
  const plan = planOf(prepared);
  const { text, params } = compilePreview(plan);
  const [row] = await analytics.query<{ count: string; contacts: string; sample: string[] }>({ workspaceId, text, params });
  const [whole] = await analytics.query<{ base: string }>({
    workspaceId, params: plan.people?.params ?? {},
    text: `select count() as base from customer final where workspace_id = {workspace:UInt64} and excluded = 0 and gone = 0 and ${plan.people?.text ?? '1'}`,
  });
  return {
    count: Number(row?.count ?? 0), base: Number(whole?.base ?? 0), reach: [{ channel: 'wecom', count: Number(row?.contacts ?? 0) }],
    sentence: explainRule(prepared.node, prepared.catalog), sampleIds: (row?.sample ?? []).map(BigInt), asOfMs: prepared.atMs, tookMs: stopwatch.elapsedMs(),
  };
}

async function verdicts(analytics: Analytics, workspaceId: bigint, { node, catalog, atMs }: Prepared, customerId: bigint): Promise<Verdicts> {
  const { text, params, leaves } = compileVerdicts(node, catalog, atMs, customerId);
  const [row] = await analytics.query<Record<string, number | string>>({ workspaceId, text, params });
  const held = new Map(leaves.map((leaf, index) => [leaf.pointer, Number(row?.[`v${index}`] ?? 0) === 1]));
  return {
    inPopulation: row !== undefined,
    matches: row !== undefined && holds(node, held),
    conditions: leaves.map((leaf, index) => ({
      pointer: leaf.pointer, sentence: explainLeaf(leaf, catalog), holds: held.get(leaf.pointer) ?? false, found: foundText(leaf, catalog, String(row?.[`a${index}`] ?? '')),
    })),
  };
}

/** The rule over the verdicts of its leaves; a leaf's place is its name. */
function holds(node: RuleNode, held: ReadonlyMap<string, boolean>): boolean {
  if (node.kind === 'all') return node.nodes.every((inner) => holds(inner, held));
  if (node.kind === 'any') return node.nodes.some((inner) => holds(inner, held));
  if (node.kind === 'not') return !holds(node.node, held);
  return held.get(node.pointer) ?? false;
}
