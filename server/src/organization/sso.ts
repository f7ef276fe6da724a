import type { Role } from '@homefield/contract';
import type { Database } from '../engines/index.ts';
import { createSeal } from '../http/index.ts';
import type { Actor } from '../http/index.ts';
import { changesOf, formatId, minuteMs } from '../kernel/index.ts';
import type { Clock, Ids, Randomness } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { SsoDomainsNeeded, SsoIssuerInsecure, SsoMissing, SsoSecretNeeded } from './problems.ts';
import { admitPerson } from './sso-person.ts';
import { createProviderClients } from './sso-client.ts';
import { SsoFailed } from './sso-failed.ts';
import type { User } from './user.ts';
import { workspacesMax } from './next-workspace.ts';

export type SsoSettings = { providerId: bigint; enabled: boolean; label: string; issuer: string; clientId: string; domains: string[]; newRole: Role | null };
export type SsoChange = Omit<SsoSettings, 'providerId'> & { clientSecret?: string | undefined };
/** What a browser keeps between leaving for the provider and coming back; sealed, for ten minutes. */
type Journey = { providerId: string; state: string; nonce: string; verifier: string; to: string; untilMs: number };

export type Sso = {
  read(workspaceId: bigint): Promise<SsoSettings | undefined>;
  /** Asks the provider for its configuration before it is stored. The secret is stored sealed. */
  save(actor: Actor, workspaceId: bigint, change: SsoChange): Promise<SsoSettings>;
  remove(actor: Actor, workspaceId: bigint): Promise<void>;
  /** Providers that are switched on, for the sign-in page; `besides`: but for those of these brands, which one is in already. */
  offered(besides?: readonly bigint[]): Promise<OfferedProvider[]>;
  /** The address of the provider's page, and what the browser has to bring back with it. */
  depart(providerId: bigint, redirectUri: string, to: string): Promise<{ address: string; journey: string }>;
  /** Checks what the provider says (state, nonce, PKCE, signature) and finds or makes the person. Throws `SsoFailed`. */
  arrive(currentUrl: URL, journey: string | undefined): Promise<{ user: User; to: string }>;
};

/** `brand`: to which brand a button leads, where there are several of them. */
export type OfferedProvider = { providerId: bigint; label: string; brand: string | null };

const journeyMs = 10 * minuteMs;
const columns = 'workspace_id, provider_id, enabled, label, issuer, client_id, domains, new_role';
type Row = { workspace_id: bigint; provider_id: bigint; enabled: boolean; label: string; issuer: string; client_id: string; domains: string[]; new_role: Role | null };
const settingsOf = (row: Row): SsoSettings => ({ providerId: row.provider_id, enabled: row.enabled, label: row.label, issuer: row.issuer, clientId: row.client_id, domains: row.domains, newRole: row.new_role });

export type SsoOptions = { db: Database; clock: Clock; ids: Ids; randomness: Randomness; secretKey: Buffer; audit: Audit };

export function createSso(options: SsoOptions): Sso {
  const { db, audit } = options;
  const clients = createProviderClients(options.clock);
  const readRow = (workspaceId: bigint) => db.inWorkspace(workspaceId, async (tx) => (await tx.query<Row>(`select ${columns} from sso_provider where workspace_id = $1`, [workspaceId]))[0]);
  return {
    async read(workspaceId) {
      const row = await readRow(workspaceId);
      return row && settingsOf(row);
    },
    save: (actor, workspaceId, change) => saveProvider(options, clients, actor, workspaceId, change),
    remove: (actor, workspaceId) => db.asEngine(async (tx) => {
      const [gone] = await tx.query<{ provider_id: bigint }>('delete from sso_provider where workspace_id = $1 returning provider_id', [workspaceId]);
      if (!gone) throw SsoMissing();
      await audit(tx, workspaceId, { actor, action: 'sso.removed', object: { kind: 'sso', id: formatId('provider', gone.provider_id) } });
    }),
    offered: (besides = []) => db.asEngine(async (tx) => {
      const rows = await tx.query<{ provider_id: bigint; label: string; brand: string }>(`
        select p.provider_id, p.label, w.name as brand from sso_provider p join workspace w using (workspace_id)
        where p.enabled and p.workspace_id <> all ($1::bigint[]) order by p.provider_id limit ${workspacesMax}`, [besides]);
      return rows.map(({ provider_id: providerId, label, brand }) => ({ providerId, label, brand: rows.length > 1 ? brand : null }));
    }),
    ...journeys(options, clients),
  };
}

const secretAbout = (workspaceId: bigint) => `sso:${workspaceId}`;

async function saveProvider({ db, ids, randomness, secretKey, audit }: SsoOptions, clients: ReturnType<typeof createProviderClients>, actor: Actor, workspaceId: bigint, change: SsoChange): Promise<SsoSettings> {
  const seal = createSeal(secretKey, 'single sign-on', randomness);
  if (!isSecure(change.issuer)) throw SsoIssuerInsecure();
  if (change.newRole !== null && change.domains.length === 0) throw SsoDomainsNeeded();
  const stored = await db.asEngine(async (tx) => (await tx.query<Row & { client_secret: Buffer }>(`select ${columns}, client_secret from sso_provider where workspace_id = $1`, [workspaceId]))[0]);
  // Another provider must not be sent the secret of the one before.
  const kept = stored?.issuer === change.issuer && stored.client_id === change.clientId ? seal.open(stored.client_secret, secretAbout(workspaceId)).toString('utf8') : undefined;
  const secret = change.clientSecret ?? kept;
  if (secret === undefined) throw SsoSecretNeeded();
  const providerId = stored?.provider_id ?? ids.next('provider');
  await clients.check({ issuer: change.issuer, clientId: change.clientId, secret });
  await db.asEngine(async (tx) => {
    await tx.query(`
      insert into sso_provider (workspace_id, provider_id, enabled, label, issuer, client_id, client_secret, domains, new_role) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (workspace_id) do update set enabled = excluded.enabled, label = excluded.label, issuer = excluded.issuer, client_id = excluded.client_id,
        client_secret = excluded.client_secret, domains = excluded.domains, new_role = excluded.new_role`,
    [workspaceId, providerId, change.enabled, change.label, change.issuer, change.clientId, seal.seal(Buffer.from(secret), secretAbout(workspaceId)), change.domains, change.newRole]);
    const changes = changesOf<SsoChange>(stored ? settingsOf(stored) : { enabled: false, label: '', issuer: '', clientId: '', domains: [], newRole: null }, change, ['enabled', 'label', 'issuer', 'clientId', 'domains', 'newRole']);
    const secretChanged = stored === undefined || secret !== seal.open(stored.client_secret, secretAbout(workspaceId)).toString('utf8');
    if (changes || secretChanged) await audit(tx, workspaceId, { actor, action: 'sso.changed', object: { kind: 'sso', id: formatId('provider', providerId) }, detail: { secretChanged, ...(changes && { changes }) } });
  });
  const { enabled, label, issuer, clientId, domains, newRole } = change;
  return { providerId, enabled, label, issuer, clientId, domains, newRole };
}

/** A provider on this very machine may be plain http: nothing of it crosses a wire. */
function isSecure(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function journeys(options: SsoOptions, clients: ReturnType<typeof createProviderClients>): Pick<Sso, 'depart' | 'arrive'> {
  const { db, clock, randomness, secretKey } = options;
  const secrets = createSeal(secretKey, 'single sign-on', randomness);
  const luggage = createSeal(secretKey, 'single sign-on journey', randomness);
  const find = async (providerId: bigint) => {
    const row = await db.asEngine(async (tx) => (await tx.query<Row & { client_secret: Buffer }>(`select ${columns}, client_secret from sso_provider where provider_id = $1 and enabled`, [providerId]))[0]);
    if (!row) throw new SsoFailed('over');
    return { row, client: { issuer: row.issuer, clientId: row.client_id, secret: secrets.open(row.client_secret, secretAbout(row.workspace_id)).toString('utf8') } };
  };
  const unpack = (journey: string | undefined): Journey => {
    try {
      const found = JSON.parse(luggage.open(Buffer.from(journey ?? '', 'base64url'), 'journey').toString('utf8')) as Journey;
      if (found.untilMs > clock.now()) return found;
    } catch (error) {
      throw new SsoFailed('over', error);
    }
    throw new SsoFailed('over');
  };
  return {
    async depart(providerId, redirectUri, to) {
      const { client } = await find(providerId);
      const token = () => randomness.bytes(32).toString('base64url');
      const own = { state: token(), nonce: token(), verifier: token() };
      const address = await clients.addressOf(client, { ...own, redirectUri });
      const journey: Journey = { ...own, providerId: String(providerId), to, untilMs: clock.now() + journeyMs };
      return { address, journey: luggage.seal(Buffer.from(JSON.stringify(journey)), 'journey').toString('base64url') };
    },
    async arrive(currentUrl, journey) {
      const { providerId, to, ...own } = unpack(journey);
      const { row, client } = await find(BigInt(providerId));
      const claims = await clients.exchange(client, currentUrl, own);
      return { user: await admitPerson(options, { workspaceId: row.workspace_id, issuer: row.issuer, domains: row.domains, newRole: row.new_role }, claims), to };
    },
  };
}
