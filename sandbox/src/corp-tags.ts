import type { AddCorpTagRequest, CorpTag, CorpTagGroup } from '@homefield/wecom';
import { toSeconds } from './fields.ts';
import type { Ids } from './ids.ts';
import { refuse } from './refusal.ts';
import type { SandboxRules } from './rules.ts';

/** A corp tag with its group, as answers about customers need it. */
export interface TagInGroup {
  tag: CorpTag;
  group: CorpTagGroup;
}

/** Corp tags (企业标签) in groups. Names are unique among groups and inside a group. */
export class CorpTags {
  readonly #ids: Ids;
  readonly #rules: SandboxRules;
  readonly #groups = new Map<string, CorpTagGroup>();
  readonly #tags = new Map<string, TagInGroup>();

  constructor(deps: { ids: Ids; rules: SandboxRules }) {
    this.#ids = deps.ids;
    this.#rules = deps.rules;
  }

  find(tagId: string): TagInGroup | undefined {
    return this.#tags.get(tagId);
  }

  need(tagId: string): TagInGroup {
    const found = this.#tags.get(tagId);
    if (!found) throw refuse(40068, 'invalid tag id');
    return found;
  }

  /** All groups; with tag ids only those tags; with group ids whole groups (tag ids then do not count). */
  list(tagIds: readonly string[], groupIds: readonly string[]): CorpTagGroup[] {
    if (groupIds.length > 0) return groupIds.map((id) => this.#needGroup(id));
    if (tagIds.length === 0) return [...this.#groups.values()];
    const asked = new Set(tagIds.map((id) => this.need(id).tag));
    return [...this.#groups.values()].map((group) => ({ ...group, tag: group.tag.filter((tag) => asked.has(tag)) }))
      .filter((group) => group.tag.length > 0);
  }

  /** Returns the group with only the new tags. */
  add(request: AddCorpTagRequest, now: number): CorpTagGroup {
    const names = [...new Set(request.tag.map((tag) => this.#checkName(tag.name)))];
    if (names.length === 0) throw refuse(40063, 'no tag');
    if (this.#tags.size + names.length > this.#rules.tags.corpMax) throw refuse(40126, 'corp tag count reached limit');
    const existing = this.#groupFor(request);
    const taken = existing?.tag.find((tag) => names.includes(tag.name));
    if (taken) throw refuse(40071, 'tag name already exists');
    const group = existing ?? this.#newGroup(request, now);
    const added = names.map((name): CorpTag => ({
      id: this.#ids.next('et'), name, create_time: toSeconds(now), order: request.tag.find((tag) => tag.name === name)?.order ?? 0,
    }));
    group.tag.push(...added);
    for (const tag of added) this.#tags.set(tag.id, { tag, group });
    return { ...group, tag: added };
  }

  #groupFor(request: AddCorpTagRequest): CorpTagGroup | undefined {
    if (request.group_id) return this.#needGroup(request.group_id);
    return [...this.#groups.values()].find((group) => group.group_name === request.group_name);
  }

  #newGroup(request: AddCorpTagRequest, now: number): CorpTagGroup {
    const group: CorpTagGroup = {
      group_id: this.#ids.next('et'), group_name: this.#checkName(request.group_name ?? ''), create_time: toSeconds(now),
      order: request.order ?? 0, tag: [],
    };
    this.#groups.set(group.group_id, group);
    return group;
  }

  #needGroup(groupId: string): CorpTagGroup {
    const group = this.#groups.get(groupId);
    if (!group) throw refuse(40068, 'invalid group id');
    return group;
  }

  #checkName(name: string): string {
    const length = [...name].length;
    if (length < 1 || length > this.#rules.tags.nameMax) throw refuse(40072, 'invalid tag name size');
    return name;
  }
}
