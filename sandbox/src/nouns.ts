/** A member of the corp (成员). `status` 1 active, 2 disabled, 4 not active yet, 5 left. */
export interface Member {
  readonly userid: string;
  name: string;
  departments: number[];
  status: 1 | 2 | 4 | 5;
  /** May contact customers. */
  contactRight: boolean;
  /** By external user id, in the order they were gained. */
  readonly customers: Map<string, Follow>;
}

/** One member's relation to one customer. */
export interface Follow {
  readonly userid: string;
  readonly externalUserId: string;
  addedAt: number;
  addWay: number;
  state?: string;
  remark: string;
  description: string;
  remarkCompany?: string;
  remarkMobiles?: readonly string[];
  tagIds: readonly string[];
  /** The customer deleted the member: calls still know the pair, but nothing can be delivered. */
  deletedByCustomer: boolean;
}

/** A customer (外部联系人). `gender` 0 unknown, 1 male, 2 female. */
export interface Contact {
  readonly externalUserId: string;
  name: string;
  unionid?: string;
  gender: 0 | 1 | 2;
  follows: readonly Follow[];
  lastChatUserid?: string;
  lastChatAt?: number;
  /** When mass messages arrived; only those that a cap can still count. */
  massTimes: number[];
}

export interface Department {
  id: number;
  name: string;
  parentId: number;
  order: number;
}

/** A customer group (客户群), as far as mass messages need one. */
export interface Group {
  readonly chatId: string;
  name: string;
  ownerUserid: string;
  massTimes: number[];
}

/** Something that a person did in the client or the admin console; only these fire callbacks. */
export interface ClientEvent {
  at: number;
  event: string;
  changeType: string;
  fields: Readonly<Record<string, string | undefined>>;
}

/** A mass message that reached a customer. */
export interface Delivery {
  externalUserId: string;
  userid: string;
  msgid: string;
  at: number;
  text: string;
}
