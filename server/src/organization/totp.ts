import { generateURI, ScureBase32Plugin, verifySync } from 'otplib';
import { toString as drawQr } from 'qrcode';
import type { Database, Transaction } from '../engines/index.ts';
import { createSeal, keyedHash } from '../http/index.ts';
import type { Actor } from '../http/index.ts';
import { formatId, minuteMs } from '../kernel/index.ts';
import type { Clock, Randomness } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { SetupCodeWrong, TotpNotBegun, TotpOn } from './problems.ts';
import { beginTotp, confirmTotp, dropTotp, lockTotp, noteStep, readTotpState, replaceRecoveryCodes, useRecoveryCode } from './totp-store.ts';
import type { TotpRow } from './totp-store.ts';

export const recoveryCodesCount = 10;
/** As long a secret that is being set up stays the same. */
const pendingMs = 15 * minuteMs;
/** A code of the step before and of the one after is taken too: phones are seconds off, and people type slowly. */
const toleranceSeconds = 30;
const base32 = new ScureBase32Plugin();
/** Without 0, 1, l, o, i, u: read aloud and copied by hand. */
const codeAlphabet = '23456789abcdefghjkmnpqrstvwxyz23'.split('');

export type Owner = { workspaceId: bigint; userId: bigint };

/** The second factor: codes that follow from a secret and the time (RFC 6238), and recovery codes for a lost phone. */
export type Totp = {
  read(owner: Owner): Promise<{ confirmedAtMs: number | null; codesLeft: number }>;
  /** A secret with its picture, the same for a quarter of an hour in the session that asks. It counts for nothing until a code of it was confirmed. Refuses (409) while one is on. */
  begin(owner: Owner, label: { issuer: string; email: string }, session: Buffer | undefined): Promise<{ secret: string; uri: string; qr: string }>;
  /** Turns it on with the first right code; answers the recovery codes, this once. */
  confirm(actor: Actor, owner: Owner, code: string): Promise<string[]>;
  /** True for a right code that was never used, and for a recovery code that was not used before. Uses it up. */
  check(owner: Owner, code: string): Promise<boolean>;
  /** Ten new recovery codes; the old ones are void. */
  renewCodes(actor: Actor, owner: Owner): Promise<string[]>;
  /** Turns it off. `action` is what the audit log says. Answers false when there was none. */
  remove(actor: Actor, owner: Owner, action: 'totp.turned_off' | 'totp.reset'): Promise<boolean>;
};

type Options = { db: Database; clock: Clock; randomness: Randomness; secretKey: Buffer; audit: Audit };

export function createTotp(options: Options): Totp {
  const { db, clock, audit } = options;
  const { pending, stepOf, hashOf, newCodes } = createCodes(options);
  const tell = (tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, { workspaceId, userId }: Owner, action: string) => audit(tx, workspaceId, { actor, action, object: { kind: 'user', id: formatId('user', userId) } });
  return {
    read: ({ workspaceId, userId }) => db.asEngine((tx) => readTotpState(tx, workspaceId, userId)),
    async begin(owner, { issuer, email }, session) {
      const secret = await db.asEngine((tx) => pending(tx, owner, session));
      const uri = generateURI({ issuer, label: email, secret });
      return { secret, uri, qr: await pictureOf(uri) };
    },
    confirm: (actor, owner, code) => db.asEngine(async (tx) => {
      const row = await lockTotp(tx, owner.workspaceId, owner.userId);
      if (!row) throw TotpNotBegun();
      if (row.confirmedAtMs !== null) throw TotpOn();
      const step = isTotpCode(plain(code)) ? stepOf(owner, row, plain(code)) : null;
      if (step === null) throw SetupCodeWrong();
      await noteStep(tx, owner.workspaceId, owner.userId, step);
      await confirmTotp(tx, owner.workspaceId, owner.userId, clock.now());
      await tell(tx, actor, owner, 'totp.turned_on');
      return newCodes(tx, owner);
    }),
    check: (owner, given) => db.asEngine(async (tx) => {
      const code = plain(given);
      const row = await lockTotp(tx, owner.workspaceId, owner.userId);
      if (row?.confirmedAtMs == null) return false;
      if (!isTotpCode(code)) {
        const used = await useRecoveryCode(tx, owner.workspaceId, owner.userId, hashOf(owner, code));
        if (used) await tell(tx, { kind: 'user', id: owner.userId }, owner, 'recovery_code.used');
        return used;
      }
      const step = stepOf(owner, row, code);
      if (step !== null) await noteStep(tx, owner.workspaceId, owner.userId, step);
      return step !== null;
    }),
    renewCodes: (actor, owner) => db.asEngine(async (tx) => {
      await tell(tx, actor, owner, 'recovery_codes.renewed');
      return newCodes(tx, owner);
    }),
    remove: (actor, owner, action) => db.asEngine(async (tx) => {
      const gone = await dropTotp(tx, owner.workspaceId, owner.userId);
      if (gone) await tell(tx, actor, owner, action);
      return gone;
    }),
  };
}

/** Secrets as they are stored, and codes as they are checked. */
function createCodes({ clock, randomness, secretKey }: Options) {
  const seal = createSeal(secretKey, 'second factor', randomness);
  const opened = (owner: Owner, row: TotpRow) => seal.open(row.secret, aboutOf(owner)).toString('utf8');
  const hashOf = ({ userId }: Owner, code: string) => keyedHash(secretKey, 'recovery code', `${userId}:${code}`);
  return {
    hashOf,
    /** The secret that is being set up. A page that is loaded again shows what the app on the phone may hold already; another session never does, it may be somebody else's. */
    async pending(tx: Transaction, owner: Owner, session: Buffer | undefined): Promise<string> {
      const row = await lockTotp(tx, owner.workspaceId, owner.userId);
      if (row?.confirmedAtMs != null) throw TotpOn();
      if (row?.begunAtMs != null && session && row.session?.equals(session) && clock.now() - row.begunAtMs < pendingMs) return opened(owner, row);
      const fresh = base32.encode(randomness.bytes(20), { padding: false });
      await beginTotp(tx, owner.workspaceId, owner.userId, seal.seal(Buffer.from(fresh), aboutOf(owner)), { nowMs: clock.now(), session });
      return fresh;
    },
    /** The time step of a right code, null for a wrong or used one. */
    stepOf(owner: Owner, row: TotpRow, code: string): number | null {
      const secret = opened(owner, row);
      const result = verifySync({ secret, token: code, epoch: Math.floor(clock.now() / 1000), epochTolerance: toleranceSeconds, ...(row.lastStep === null ? {} : { afterTimeStep: row.lastStep }) });
      return result.valid && 'timeStep' in result ? result.timeStep : null;
    },
    async newCodes(tx: Transaction, owner: Owner): Promise<string[]> {
      const codes = Array.from({ length: recoveryCodesCount }, () => recoveryCode(randomness));
      await replaceRecoveryCodes(tx, owner.workspaceId, owner.userId, codes.map((code) => hashOf(owner, plain(code))));
      return codes;
    },
  };
}

async function pictureOf(uri: string): Promise<string> {
  const picture = await drawQr(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
  return `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`;
}

/** Binds the sealed secret to its account: moved to another row it cannot be opened. */
const aboutOf = ({ workspaceId, userId }: Owner) => `${workspaceId}:${userId}`;
const isTotpCode = (code: string) => /^\d{6}$/.test(code);
/** As people write codes: `123 456`, `ABCDE-FGHJK`. */
const plain = (code: string) => code.normalize('NFKC').replaceAll(/[\s-]/g, '').toLowerCase();

/** Ten characters of 32: 50 bits, which nobody guesses within the limits of a sign-in. */
function recoveryCode(randomness: Randomness): string {
  const letters = [...randomness.bytes(10)].map((byte) => codeAlphabet[byte % 32]);
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}
