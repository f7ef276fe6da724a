/** What moves when customers are merged (`Move` of the customers): nothing of theirs can be imported here. */
export const channelMoves = [{ table: 'wecom_contact', key: ['external_user_id', 'staff_user_id'] }, { table: 'wecom_delivery', key: ['message_id'] }] as const;
