import type { Department, Member } from './nouns.ts';
import { refuse } from './refusal.ts';

/** What a new member needs; active and with the contact right unless said. */
export interface NewMember {
  userid: string;
  name: string;
  departments?: readonly number[];
  status?: Member['status'];
  contactRight?: boolean;
}

/** Members and departments. Member ids do not care about case. */
export class Organization {
  readonly #members = new Map<string, Member>();
  readonly #departments = new Map<number, Department>([[1, { id: 1, name: 'root', parentId: 0, order: 100_000_000 }]]);

  addDepartment(department: { id: number; name: string; parentId?: number; order?: number }): Department {
    const added = { parentId: 1, order: 100_000_000, ...department };
    if (!this.#departments.has(added.parentId)) throw new Error(`no department ${added.parentId}`);
    this.#departments.set(added.id, added);
    return added;
  }

  addMember({ userid, name, departments = [1], status = 1, contactRight = true }: NewMember): Member {
    const key = userid.toLowerCase();
    if (this.#members.has(key)) throw new Error(`member ${userid} exists already`);
    const unknown = departments.find((id) => !this.#departments.has(id));
    if (unknown !== undefined) throw new Error(`no department ${unknown}`);
    const member: Member = { userid, name, departments: [...departments], status, contactRight, customers: new Map() };
    this.#members.set(key, member);
    return member;
  }

  member(userid: string): Member | undefined {
    return this.#members.get(userid.toLowerCase());
  }

  members(): IterableIterator<Member> {
    return this.#members.values();
  }

  needMember(userid: string, errcode = 40003): Member {
    const member = this.member(userid);
    if (!member) throw refuse(errcode, 'invalid userid');
    return member;
  }

  /** A member who may contact customers. */
  needService(userid: string): Member {
    const member = this.needMember(userid);
    if (member.status === 4) throw refuse(41054, 'user not active');
    if (!member.contactRight || member.status !== 1) throw refuse(84074, 'no external contact right');
    return member;
  }

  department(id: number): Department | undefined {
    return this.#departments.get(id);
  }

  /** The department and all below it. */
  departmentsFrom(id: number): Department[] {
    const found: Department[] = [];
    for (const department of this.#departments.values()) {
      if (department.id === id || found.some((each) => each.id === department.parentId)) found.push(department);
    }
    return found;
  }

  membersIn(departmentId: number): Member[] {
    return [...this.#members.values()].filter((member) => member.departments.includes(departmentId));
  }
}
