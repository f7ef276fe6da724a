import type { Database, Transaction } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { changesOf, dayStart, formatId } from '../kernel/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { logoVersion, readLogo, writeLogo } from './logo.ts';
import type { Logo } from './logo.ts';
import { CurrencyFixed, CurrencyFixedBySample, CurrencyUnknown, RequireNeedsOwn, WorkspaceChanged } from './problems.ts';

/** A brand: what everything else belongs to. */
export type Workspace = { workspaceId: bigint; name: string; zone: string; currency: string };
/** The brand with what its people write and rule about it. `logo`: the version of the picture. */
export type WorkspaceSettings = Workspace & { mission: string; positioning: string; voice: string; requireTotp: boolean; revision: number; logo: string | null };
export type WorkspaceChange = { [Field in 'name' | 'zone' | 'currency' | 'mission' | 'positioning' | 'voice']?: string | undefined } & { requireTotp?: boolean | undefined };
/** Told by the capability that keeps orders: whether there are any, so that the currency has to stay. */
export type OrdersExist = (tx: Transaction, workspaceId: bigint) => Promise<false | 'own' | 'sample'>;

export type Workspaces = {
  /** For the demo, tests and commands; people make theirs with the first owner, and the next ones from a brand that they own. Refuses a zone that does not exist. */
  create(workspace: { name: string; zone?: string; currency?: string }): Promise<bigint>;
  read(workspaceId: bigint): Promise<WorkspaceSettings | undefined>;
  /** Changes what is named. Refuses a zone or currency that does not exist, another currency once there are orders, and (409, null) a change upon an older revision. */
  change(actor: Actor, workspaceId: bigint, revision: number, change: WorkspaceChange, ordersExist: OrdersExist): Promise<WorkspaceSettings>;
  /** Keeps a PNG, JPEG or WebP of at most 512 kB; null takes the logo away. Answers its version. */
  setLogo(actor: Actor, workspaceId: bigint, picture: Buffer | null): Promise<string | null>;
  logo(workspaceId: bigint): Promise<Logo | undefined>;
};

type Row = { name: string; zone: string; currency: string; mission: string; positioning: string; voice: string; require_totp: boolean; revision: number };

const columns = 'name, zone, currency, mission, positioning, voice, require_totp, revision';

export function createWorkspaces({ db, clock, ids, audit }: { db: Database; clock: Clock; ids: Ids; audit: Audit }): Workspaces {
  return {
    async create({ name, zone = 'Asia/Shanghai', currency = 'CNY' }) {
      dayStart('2026-01-01', zone);
      const workspaceId = ids.next('workspace');
      await db.asEngine((tx) => tx.query('insert into workspace (workspace_id, name, zone, currency, created_at) values ($1, $2, $3, $4, $5)', [workspaceId, name, zone, currency, new Date(clock.now())]));
      return workspaceId;
    },
    read: (workspaceId) => db.inWorkspace(workspaceId, (tx) => readSettings(tx, workspaceId, '')),
    change: (actor, workspaceId, revision, change, ordersExist) => db.inWorkspace(workspaceId, async (tx) => {
      const before = await readSettings(tx, workspaceId, 'for update');
      if (!before || before.revision !== revision) throw WorkspaceChanged();
      const after = { ...before, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) } as WorkspaceSettings;
      after.currency = after.currency.toUpperCase();
      await check(tx, actor, before, after, ordersExist);
      const changes = changesOf(before, after, ['name', 'zone', 'currency', 'requireTotp']);
      // Whole pages of text: that they changed is enough.
      const fields = Object.keys(changesOf(before, after, ['mission', 'positioning', 'voice']) ?? {});
      if (!changes && fields.length === 0) return before;
      after.revision = revision + 1;
      await tx.query('update workspace set name = $2, zone = $3, currency = $4, mission = $5, positioning = $6, voice = $7, require_totp = $8, revision = $9 where workspace_id = $1',
        [workspaceId, after.name, after.zone, after.currency, after.mission, after.positioning, after.voice, after.requireTotp, after.revision]);
      await audit(tx, workspaceId, { actor, action: 'workspace.changed', object: objectOf(workspaceId), detail: { ...(changes && { changes }), ...(fields.length > 0 && { fields }) } });
      return after;
    }),
    setLogo: (actor, workspaceId, picture) => db.inWorkspace(workspaceId, async (tx) => {
      const before = await logoVersion(tx, workspaceId);
      const version = await writeLogo(tx, workspaceId, picture);
      if (version !== before) await audit(tx, workspaceId, { actor, action: picture ? 'workspace.logo_set' : 'workspace.logo_removed', object: objectOf(workspaceId) });
      return version;
    }),
    logo: (workspaceId) => db.inWorkspace(workspaceId, (tx) => readLogo(tx, workspaceId)),
  };
}

async function readSettings(tx: Transaction, workspaceId: bigint, lock: '' | 'for update'): Promise<WorkspaceSettings | undefined> {
  const [row] = await tx.query<Row>(`select ${columns} from workspace where workspace_id = $1 ${lock}`, [workspaceId]);
  if (!row) return undefined;
  const { require_totp: requireTotp, ...rest } = row;
  return { workspaceId, ...rest, requireTotp, logo: await logoVersion(tx, workspaceId) };
}

/** Refuses (422) what is no currency. */
export function checkCurrency(currency: string): void {
  if (!Intl.supportedValuesOf('currency').includes(currency)) throw CurrencyUnknown({ currency: currency.slice(0, 10) });
}

async function check(tx: Transaction, actor: Actor, before: WorkspaceSettings, after: WorkspaceSettings, ordersExist: OrdersExist): Promise<void> {
  dayStart('2026-01-01', after.zone);
  if (after.currency !== before.currency) {
    checkCurrency(after.currency);
    const orders = await ordersExist(tx, before.workspaceId);
    if (orders) throw (orders === 'sample' ? CurrencyFixedBySample : CurrencyFixed)({ currency: before.currency });
  }
  if (!after.requireTotp || before.requireTotp) return;
  // Who asks it of others has to have it, or the very next click would be refused to them.
  const own = await tx.query('select 1 as one from user_totp where workspace_id = $1 and user_id = $2 and confirmed_at is not null', [before.workspaceId, actor.id]);
  if (own.length === 0) throw RequireNeedsOwn();
}

const objectOf = (workspaceId: bigint) => ({ kind: 'workspace', id: formatId('workspace', workspaceId) });
