import type { Caller } from '../caller.ts';
import { eachRow } from '../paging.ts';
import type { Page } from '../paging.ts';

interface ContactWayFields {
  /** Only scene 1. */
  style?: number;
  /** ≤ 30 characters. */
  remark?: string;
  /** Default true. */
  skip_verify?: boolean;
  /** ≤ 30 characters; comes back in events and in `get` of the customer. */
  state?: string;
  user?: string[];
  /** Department ids; only type 2. */
  party?: number[];
  expires_in?: number;
  chat_expires_in?: number;
  unionid?: string;
}

/** `type` 1 one member, 2 many; `scene` 1 mini program button, 2 QR code. At most 100 members after departments are expanded. */
export interface AddContactWayRequest extends ContactWayFields {
  type: 1 | 2;
  scene: 1 | 2;
  is_temp?: boolean;
  /** One outside person may add only one member of the corp through it. */
  is_exclusive?: boolean;
}

/** Lists replace the old ones; type and scene cannot change. */
export interface UpdateContactWayRequest extends ContactWayFields {
  config_id: string;
}

export interface ContactWay extends ContactWayFields {
  config_id: string;
  type: 1 | 2;
  scene: 1 | 2;
  qr_code?: string;
  is_temp?: boolean;
  is_exclusive?: boolean;
}

/** Times in Unix seconds; `start_time` defaults to 90 days ago; `limit` 100, at most 1,000. */
export interface ListContactWaysRequest {
  start_time?: number;
  end_time?: number;
  cursor?: string;
  limit?: number;
}

export interface ContactWaysPage extends Page {
  contact_way: Array<{ config_id: string }>;
}

/** Contact ways (联系我). They are not shown in the admin console: a lost config id is a lost contact way. */
export interface ContactWayCalls {
  add(request: AddContactWayRequest): Promise<{ config_id: string; qr_code?: string }>;
  get(configId: string): Promise<ContactWay>;
  list(request?: ListContactWaysRequest): Promise<ContactWaysPage>;
  each(request?: Omit<ListContactWaysRequest, 'cursor'>): AsyncGenerator<{ config_id: string }, void, undefined>;
  update(request: UpdateContactWayRequest): Promise<void>;
  remove(configId: string): Promise<void>;
}

export function contactWayCalls({ call, limits }: Caller): ContactWayCalls {
  const list = (request: ListContactWaysRequest = {}) => call<ContactWaysPage>({
    method: 'POST', path: 'externalcontact/list_contact_way', body: request, repeatable: true,
    needs: { 'contact_way': 'list', 'contact_way[].config_id': 'text' },
  });
  return {
    add: (request) => call({ method: 'POST', path: 'externalcontact/add_contact_way', body: request, needs: { config_id: 'text' } }),
    async get(configId) {
      const answer = await call<{ contact_way: ContactWay }>({
        method: 'POST', path: 'externalcontact/get_contact_way', body: { config_id: configId }, repeatable: true,
        needs: { 'contact_way.config_id': 'text', 'contact_way.type': 'number', 'contact_way.user': 'list' },
      });
      return answer.contact_way;
    },
    list,
    each: (request = {}) => eachRow('externalcontact/list_contact_way', limits.pagesMax,
      (cursor) => list({ limit: 1000, ...request, ...(cursor && { cursor }) }), (page) => page.contact_way),
    async update(request) {
      await call({ method: 'POST', path: 'externalcontact/update_contact_way', body: request, repeatable: true });
    },
    async remove(configId) {
      await call({ method: 'POST', path: 'externalcontact/del_contact_way', body: { config_id: configId } });
    },
  };
}
