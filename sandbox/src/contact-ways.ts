import type { ContactWay } from '@homefield/wecom';
import type { Ids } from './ids.ts';
import type { Organization } from './organization.ts';
import { createRandom } from './random.ts';
import { refuse } from './refusal.ts';
import type { SandboxRules } from './rules.ts';

/** A contact way and when it was made (ms). */
export interface StoredContactWay {
  way: ContactWay;
  createdAt: number;
}

export type ContactWayChange = Partial<Omit<ContactWay, 'config_id' | 'type' | 'scene' | 'qr_code'>>;

/** Contact ways (联系我); only their config id finds them again. */
export class ContactWays {
  readonly #deps: { ids: Ids; seed: number; rules: SandboxRules; organization: Organization };
  readonly #ways = new Map<string, StoredContactWay>();
  #picks = 0;

  constructor(deps: { ids: Ids; seed: number; rules: SandboxRules; organization: Organization }) {
    this.#deps = deps;
  }

  add(fields: Omit<ContactWay, 'config_id' | 'qr_code'>, now: number): ContactWay {
    if (this.#ways.size >= this.#deps.rules.contactWay.countMax) throw refuse(41045, 'contact way count reached limit');
    this.#checkMembers(fields);
    const configId = this.#deps.ids.nextHex('contact way');
    const qr = fields.scene === 2 ? { qr_code: `https://wework.qpic.cn/wwpic/${configId.slice(0, 12)}/0` } : {};
    const way: ContactWay = { ...fields, config_id: configId, ...qr };
    this.#ways.set(configId, { way, createdAt: now });
    return way;
  }

  get(configId: string): ContactWay {
    const found = this.#ways.get(configId);
    if (!found) throw refuse(41044, 'invalid config id');
    return found.way;
  }

  update(configId: string, change: ContactWayChange): void {
    const way = this.get(configId);
    this.#checkMembers({ ...way, ...change });
    Object.assign(way, change);
  }

  remove(configId: string): void {
    this.get(configId);
    this.#ways.delete(configId);
  }

  /** Config ids made in the window; temporary ones are never listed. */
  madeBetween(from: number, to: number): string[] {
    return [...this.#ways.values()].filter(({ way, createdAt }) => !way.is_temp && createdAt >= from && createdAt <= to)
      .map(({ way }) => way.config_id);
  }

  /** The member whom the next person who scans gets. */
  pick(configId: string): { userid: string; state?: string } {
    const way = this.get(configId);
    const members = this.#membersOf(way);
    const userid = members[createRandom(this.#deps.seed, 'scan', configId, (this.#picks += 1)).int(Math.max(1, members.length))];
    if (!userid) throw refuse(41054, 'no member left in this contact way');
    return { userid, ...(way.state && { state: way.state }) };
  }

  #checkMembers(way: Pick<ContactWay, 'type' | 'user' | 'party'>): void {
    const { organization, rules } = this.#deps;
    if (way.type === 1 && way.user?.length !== 1) throw refuse(40058, 'type 1 needs exactly one user');
    for (const userid of way.user ?? []) organization.needService(userid);
    for (const id of way.party ?? []) if (!organization.department(id)) throw refuse(60123, 'invalid department id');
    const members = this.#membersOf(way);
    if (members.length === 0) throw refuse(40058, 'no user');
    if (members.length > rules.contactWay.membersMax) throw refuse(41041, 'too many users');
  }

  #membersOf(way: Pick<ContactWay, 'user' | 'party'>): string[] {
    const { organization } = this.#deps;
    const named = (way.user ?? []).map((userid) => organization.member(userid));
    const inParties = (way.party ?? []).flatMap((id) => organization.departmentsFrom(id)).flatMap(({ id }) => organization.membersIn(id));
    const able = [...named, ...inParties].filter((member) => member?.status === 1 && member.contactRight);
    return [...new Set(able.map((member) => member?.userid ?? ''))];
  }
}
