import type { Transaction } from '../engines/index.ts';
import type { Identity } from './identity.ts';

/**
 * Whose identities are, as far as this process has seen it: a file names the same customers again and again, and asking PostgreSQL for
 * each was a fifth of its work in an import. An identity never changes its owner but by merging, splitting or erasing customers; what
 * does that raises the workspace's `identity_epoch` in the same transaction, and everything remembered before is forgotten.
 */
export type KnownIdentities = {
  /** What is remembered of a brand at this moment; only ever what has committed. */
  of(tx: Transaction, workspaceId: bigint): Promise<KnownOwners>;
};

export type KnownOwners = {
  ownerOf(kind: string, value: string): bigint | undefined;
  remember(kind: string, value: string, customerId: bigint): void;
  /** The customer of a row that named exactly these identities before, all of them theirs: the same array, not an equal one. */
  customerOf(identities: readonly Identity[]): bigint | undefined;
  rememberRow(identities: readonly Identity[], customerId: bigint): void;
  /**
   * Nobody of whom the last rows asked was known: a brand's first file. The next ones may be taken for new without looking; where that is
   * wrong the table refuses them.
   */
  metStrangers: boolean;
};

/** Identities of one brand; some 150 bytes each. */
const rememberedMax = 200_000;
/** Brands whose identities are remembered at once. */
const workspacesMax = 4;

type Memory = KnownOwners & { epoch: bigint };

export function createKnownIdentities(): KnownIdentities {
  const memories = new Map<bigint, Memory>();
  return {
    async of(tx, workspaceId) {
      const [row] = await tx.query<{ identity_epoch: bigint }>('select identity_epoch from workspace where workspace_id = $1', [workspaceId]);
      const epoch = row?.identity_epoch ?? 0n;
      const before = memories.get(workspaceId);
      if (before?.epoch === epoch) return before;
      const memory = { epoch, ...createOwners() };
      memories.delete(workspaceId);
      memories.set(workspaceId, memory);
      for (const oldest of memories.keys()) {
        if (memories.size <= workspacesMax) break;
        memories.delete(oldest);
      }
      return memory;
    },
  };
}

function createOwners(): KnownOwners {
  const kinds = new Map<string, Map<string, bigint>>();
  // Gone with the reader of the file.
  const rows = new WeakMap<readonly Identity[], bigint>();
  let size = 0;
  return {
    metStrangers: false,
    ownerOf: (kind, value) => kinds.get(kind)?.get(value),
    remember(kind, value, customerId) {
      if (size >= rememberedMax) {
        kinds.clear();
        size = 0;
      }
      let ofKind = kinds.get(kind);
      if (!ofKind) kinds.set(kind, ofKind = new Map());
      if (!ofKind.has(value)) size += 1;
      ofKind.set(value, customerId);
    },
    customerOf: (identities) => rows.get(identities),
    rememberRow(identities, customerId) {
      rows.set(identities, customerId);
    },
  };
}
