import type { Caller } from '../caller.ts';
import { WecomError } from '../errors.ts';
import { eachRow } from '../paging.ts';
import type { Page } from '../paging.ts';

/** A person outside the corp. `type` 1 is a WeChat user, 2 a WeCom user of another corp; `gender` 0 unknown, 1 male, 2 female. */
export interface ExternalContact {
  external_userid: string;
  name: string;
  avatar?: string;
  type: 1 | 2;
  gender?: 0 | 1 | 2;
  /** Only WeChat users, and only when the corp bound a WeChat developer account. */
  unionid?: string;
  position?: string;
  corp_name?: string;
  corp_full_name?: string;
}

/** A tag on a member × customer pair. `type` 1 corp tag, 2 personal (has no id), 3 strategy tag. */
export interface FollowTag {
  group_name: string;
  tag_name: string;
  tag_id?: string;
  type: 1 | 2 | 3;
}

interface FollowFacts {
  userid: string;
  remark?: string;
  description?: string;
  /** Unix seconds. */
  createtime: number;
  remark_corp_name?: string;
  remark_mobiles?: string[];
  /** How they met: 1 scan, 2 phone search, 3 card, 16 acquisition link, 202 assigned by an admin … */
  add_way?: number;
  oper_userid?: string;
  /** `state` of the contact way, or `customer_channel` of the acquisition link. */
  state?: string;
}

/** One member's relation to a customer, as `get` tells it. */
export interface FollowUser extends FollowFacts {
  tags?: FollowTag[];
}

/** One member's relation to a customer, as `batch/get_by_user` tells it: corp tags by id only. */
export interface FollowInfo extends FollowFacts {
  tag_id?: string[];
}

export interface ContactDetail extends Page {
  external_contact: ExternalContact;
  /** At most 500 per page. */
  follow_user: FollowUser[];
}

export interface ContactOfUser {
  external_contact: ExternalContact;
  follow_info: FollowInfo;
}

export interface ContactsOfUsersPage extends Page {
  external_contact_list: ContactOfUser[];
  fail_info?: { unlicensed_userid_list?: string[] };
}

export interface ContactsOfUsersRequest {
  /** 1 to 100 members. */
  userid_list: string[];
  cursor?: string;
  /** Default 50, at most 100. */
  limit?: number;
}

/** At least one of the optional fields; `remark` ≤ 20 characters, `description` ≤ 150. `remark_mobiles` replaces all. */
export interface RemarkRequest {
  userid: string;
  external_userid: string;
  remark?: string;
  description?: string;
  remark_company?: string;
  remark_mobiles?: string[];
  remark_pic_mediaid?: string;
}

/** Customers (外部联系人) and who follows them. */
export interface ContactCalls {
  /** Members who may contact customers, inside the app's visible range. */
  followUsers(): Promise<string[]>;
  /** All customers of one member; empty when there are none. */
  list(userid: string): Promise<string[]>;
  get(externalUserid: string, cursor?: string): Promise<ContactDetail>;
  listByUsers(request: ContactsOfUsersRequest): Promise<ContactsOfUsersPage>;
  eachByUsers(request: Omit<ContactsOfUsersRequest, 'cursor'>): AsyncGenerator<ContactOfUser, void, undefined>;
  remark(request: RemarkRequest): Promise<void>;
}

const NOT_IN_CONTACT = 84061;

export function contactCalls({ call, limits }: Caller): ContactCalls {
  const listByUsers = (request: ContactsOfUsersRequest) => call<ContactsOfUsersPage>({
    method: 'POST', path: 'externalcontact/batch/get_by_user', body: { limit: 100, ...request }, repeatable: true,
    needs: {
      'external_contact_list': 'list', 'external_contact_list[].external_contact.external_userid': 'text',
      'external_contact_list[].follow_info.userid': 'text', 'external_contact_list[].follow_info.createtime': 'number',
    },
  });
  return {
    async followUsers() {
      const answer = await call<{ follow_user: string[] }>({
        method: 'GET', path: 'externalcontact/get_follow_user_list', needs: { follow_user: 'list' }, repeatable: true,
      });
      return answer.follow_user;
    },
    async list(userid) {
      try {
        const answer = await call<{ external_userid: string[] }>({
          method: 'GET', path: 'externalcontact/list', query: { userid }, needs: { external_userid: 'list' }, repeatable: true,
        });
        return answer.external_userid;
      } catch (error) {
        // Reported from the field: a member without customers gets this code instead of an empty list.
        if (error instanceof WecomError && error.code === NOT_IN_CONTACT) return [];
        throw error;
      }
    },
    get: (externalUserid, cursor) => call<ContactDetail>({
      method: 'GET', path: 'externalcontact/get', query: { external_userid: externalUserid, cursor }, repeatable: true,
      needs: { 'external_contact.external_userid': 'text', 'follow_user[].userid': 'text', 'follow_user[].createtime': 'number' },
    }),
    listByUsers,
    eachByUsers: (request) => eachRow('externalcontact/batch/get_by_user', limits.pagesMax,
      (cursor) => listByUsers({ ...request, ...(cursor && { cursor }) }), (page) => page.external_contact_list),
    async remark(request) {
      await call({ method: 'POST', path: 'externalcontact/remark', body: request, repeatable: true });
    },
  };
}
