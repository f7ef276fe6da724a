import type { Caller } from '../caller.ts';

export interface CorpTag {
  id: string;
  name: string;
  /** Unix seconds. */
  create_time: number;
  order: number;
  /** Only when asked for by id. */
  deleted?: boolean;
}

export interface CorpTagGroup {
  group_id: string;
  group_name: string;
  create_time: number;
  order: number;
  deleted?: boolean;
  tag: CorpTag[];
}

/** Both empty: all tags. Both given: `tag_id` is ignored. */
export interface CorpTagListRequest {
  tag_id?: string[];
  group_id?: string[];
}

/** `group_id` wins over `group_name`; tags of a group name that exists join that group. Names have 1 to 30 characters. */
export interface AddCorpTagRequest {
  group_id?: string;
  group_name?: string;
  order?: number;
  tag: Array<{ name: string; order?: number }>;
}

/** At least one of both lists; tags belong to the pair of member and customer. Repeating it is harmless. */
export interface MarkTagRequest {
  userid: string;
  external_userid: string;
  add_tag?: string[];
  remove_tag?: string[];
}

/** Corp tags (企业客户标签). */
export interface TagCalls {
  list(request?: CorpTagListRequest): Promise<CorpTagGroup[]>;
  /** Returns the group with only the new tags in it. */
  add(request: AddCorpTagRequest): Promise<CorpTagGroup>;
  mark(request: MarkTagRequest): Promise<void>;
}

export function tagCalls({ call }: Caller): TagCalls {
  return {
    async list(request = {}) {
      const answer = await call<{ tag_group: CorpTagGroup[] }>({
        method: 'POST', path: 'externalcontact/get_corp_tag_list', body: request, repeatable: true,
        needs: { 'tag_group': 'list', 'tag_group[].group_id': 'text', 'tag_group[].tag': 'list', 'tag_group[].tag[].id': 'text' },
      });
      return answer.tag_group;
    },
    async add(request) {
      const answer = await call<{ tag_group: CorpTagGroup }>({
        method: 'POST', path: 'externalcontact/add_corp_tag', body: request,
        needs: { 'tag_group.group_id': 'text', 'tag_group.tag': 'list', 'tag_group.tag[].id': 'text' },
      });
      return answer.tag_group;
    },
    async mark(request) {
      await call({ method: 'POST', path: 'externalcontact/mark_tag', body: request, repeatable: true });
    },
  };
}
