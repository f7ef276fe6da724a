/**
 * What a caller can do about a failed call:
 * `retry` again in a moment · `token` refresh the access token · `config` an administrator must change something · `data` this
 * request is wrong and stays wrong · `limit` a quota is used up, back off · `drop` too late or already done, forget it ·
 * `later` not ready yet, ask again
 */
export type WecomErrorKind = 'retry' | 'token' | 'config' | 'data' | 'limit' | 'drop' | 'later';

/** One documented error: its stable name, what to do, and a sentence for the person who reads it. */
export interface WecomErrorCode {
  name: string;
  kind: WecomErrorKind;
  hint: string;
}

type Row = [code: number, kind: WecomErrorKind, name: string, hint: string];

/** Codes that WeCom never sends: faults between us and it. */
export const LOCAL_CODES = { timedOut: -9001, network: -9002, unreadable: -9003, cursorRepeats: -9004 } as const;

const local: Row[] = [
  [LOCAL_CODES.timedOut, 'retry', 'timed_out', 'No answer in time. Whether the call took effect is unknown: look before repeating a call that creates something.'],
  [LOCAL_CODES.network, 'retry', 'network_failed', 'The connection failed. Check the network and the base URL.'],
  [LOCAL_CODES.unreadable, 'retry', 'answer_unreadable', 'The answer was not what the API promises: no JSON, too large, or a field missing.'],
  [LOCAL_CODES.cursorRepeats, 'retry', 'cursor_repeats', 'Paging came back to a cursor it had before; reading stopped instead of looping.'],
];

const access: Row[] = [
  [-1, 'retry', 'busy', 'WeCom is busy. Try again in a moment.'],
  [40001, 'config', 'secret_wrong', 'The secret is wrong or the app is disabled. Copy the secret of the app again.'],
  [40013, 'config', 'corp_id_wrong', 'The corp id is wrong.'],
  [40091, 'config', 'secret_of_another_corp', 'The secret belongs to another corp.'],
  [40014, 'token', 'token_invalid', 'The access token is not valid any more.'],
  [42001, 'token', 'token_expired', 'The access token has expired.'],
  [41001, 'config', 'token_missing', 'The call carried no access token: a fault of the client.'],
  [41002, 'config', 'corp_id_missing', 'The corp id is missing.'],
  [41004, 'config', 'secret_missing', 'The secret is missing.'],
  [40029, 'drop', 'login_code_invalid', 'The login code is used up or older than 5 minutes. Start the login again.'],
  [40056, 'config', 'agent_id_wrong', 'The agent id is wrong.'],
  [301002, 'config', 'token_of_another_app', 'The token belongs to another app than the agent id.'],
  [40093, 'config', 'ticket_invalid', 'The JS-SDK ticket or signature is not valid.'],
  [43012, 'config', 'callback_url_needed', 'The app needs a callback URL first.'],
  [48002, 'config', 'api_not_permitted', 'The app may not call this API. List it under 客户联系 → 可调用接口的应用 and use its own secret.'],
  [48006, 'config', 'api_taken_back', 'The permission was taken back after long disuse. Ask an administrator to grant it again.'],
  [48009, 'config', 'contact_sync_only', 'The contact-sync secret may not read this.'],
  [50001, 'config', 'domain_not_trusted', 'The page is not on a trusted domain of the app.'],
  [50002, 'config', 'member_out_of_range', 'The member is outside the visible range of the app.'],
  [60011, 'config', 'no_right_on_object', 'The app has no right on this member, department or tag.'],
  [60020, 'config', 'ip_not_trusted', 'This server is not in the trusted IP list of the app (企业可信IP).'],
  [84074, 'config', 'no_contact_right', 'The member or app has no external contact right.'],
  [84083, 'config', 'not_a_service_member', 'The member does not have the customer contact feature.'],
  [84084, 'config', 'not_a_follower', 'The member does not follow this customer.'],
  [41054, 'config', 'member_not_active', 'The member has never logged in or is not real-name verified.'],
  [41056, 'config', 'external_id_type_wrong', 'The type of the external id is wrong.'],
  [41057, 'config', 'no_developer_account', 'The corp is not bound to a WeChat developer account.'],
  [701008, 'config', 'no_contact_license', 'None of the members has a mutual-contact license.'],
];

const limits: Row[] = [
  [45009, 'limit', 'called_too_often', 'The frequency limit of this call is reached. Wait a minute or more.'],
  [45033, 'limit', 'too_many_at_once', 'Too many of these calls run at the same time.'],
  [45035, 'limit', 'tagging_in_parallel', 'The same customers are being tagged by another call.'],
  [40126, 'limit', 'corp_tags_full', 'The corp has reached its number of tags.'],
  [41045, 'limit', 'contact_ways_full', 'The corp has reached its number of contact ways. Delete unused ones.'],
  [41055, 'limit', 'group_welcome_full', 'The corp has reached 100 group welcome templates.'],
  [41078, 'limit', 'moments_running', 'Too many moment tasks are running.'],
  [41094, 'limit', 'reminded_too_often', 'Members were already reminded 3 times in 24 hours about this mass message.'],
  [41095, 'limit', 'acquisition_links_full', 'The corp has reached its number of acquisition links.'],
  [81017, 'limit', 'owner_filter_needed', 'Too many members are visible; name the group owners.'],
];

const notYet: Row[] = [
  [41053, 'later', 'archive_not_agreed', 'The customer has not agreed to the chat archive yet; wait for the msg_audit_approved event.'],
  [41063, 'later', 'still_dispatching', 'The mass message is still being dispatched.'],
  [41079, 'later', 'moment_dispatching', 'The moment is still being dispatched.'],
  [41096, 'later', 'welcome_in_flight', 'Another app is sending the welcome message right now.'],
  [41049, 'drop', 'welcome_code_missing', 'The welcome code is missing.'],
  [41050, 'drop', 'welcome_too_late', 'The welcome code is not valid or older than 20 seconds.'],
  [41051, 'drop', 'welcome_already_sent', 'The chat has begun or a welcome message was already sent.'],
  [41093, 'drop', 'already_cancelled', 'The mass message was already cancelled.'],
];

const data: Row[] = [
  [40003, 'data', 'userid_invalid', 'The member id is not known.'],
  [40007, 'data', 'media_expired', 'The media id is not valid or older than 3 days. Upload again.'],
  [40058, 'data', 'parameter_bad', 'A parameter is missing, too long or out of range.'],
  [40063, 'data', 'parameter_empty', 'A parameter is empty.'],
  [40068, 'data', 'tag_unknown', 'The tag id is not known, or the tag was made by another app.'],
  [40071, 'data', 'tag_name_taken', 'A tag of this name exists already.'],
  [40072, 'data', 'tag_name_length', 'A tag name has 1 to 30 characters.'],
  [40096, 'data', 'customer_invalid', 'The external user id is not valid for this corp, or its follower is not visible to the app.'],
  [41035, 'data', 'customer_missing', 'The external user id is missing.'],
  [41037, 'data', 'contact_way_type_missing', 'The contact way needs a type.'],
  [41038, 'data', 'contact_way_scene_missing', 'The contact way needs a scene.'],
  [41039, 'data', 'contact_way_type_bad', 'The type of a contact way is 1 (one member) or 2 (many).'],
  [41040, 'data', 'contact_way_scene_bad', 'The scene of a contact way is 1 (mini program) or 2 (QR code).'],
  [41041, 'data', 'contact_way_members', 'A contact way has at most 100 members.'],
  [41042, 'data', 'contact_way_style_bad', 'The style of the contact way is not valid.'],
  [41043, 'data', 'config_id_missing', 'The config id of the contact way is missing.'],
  [41044, 'data', 'config_id_unknown', 'There is no contact way with this config id.'],
  [41046, 'data', 'mass_message_id_missing', 'The id of the mass message is missing.'],
  [41047, 'data', 'mass_message_unknown', 'There is no mass message with this id.'],
  [41048, 'data', 'nobody_to_send_to', 'None of the customers can be reached by the chosen members.'],
  [41064, 'data', 'too_many_attachments', 'A message has at most 9 attachments.'],
  [41065, 'data', 'attachment_type_bad', 'The type of an attachment is not valid.'],
  [41072, 'data', 'media_of_another_scene', 'The attachment was uploaded for another scene.'],
  [41080, 'data', 'attachment_too_big', 'The attachment is too big.'],
  [41088, 'data', 'attachments_empty', 'The list of attachments is empty.'],
  [41089, 'data', 'message_empty', 'The message has neither text nor attachments.'],
  [43001, 'data', 'get_needed', 'This call must be a GET.'],
  [43002, 'data', 'post_needed', 'This call must be a POST.'],
  [45001, 'data', 'file_too_large', 'The file is too large.'],
  [45002, 'data', 'text_too_long', 'The text is too long.'],
  [46004, 'data', 'member_not_found', 'There is no such member.'],
  [47001, 'data', 'json_bad', 'The body is not valid JSON.'],
  [60003, 'data', 'department_not_found', 'There is no such department.'],
  [60111, 'data', 'member_unknown', 'There is no such member.'],
  [60123, 'data', 'department_invalid', 'The department id is not valid.'],
  [81013, 'data', 'all_receivers_invalid', 'None of the receivers is valid.'],
  [84061, 'data', 'not_in_contact', 'The member and the customer are not in contact.'],
  [610014, 'data', 'unionid_bad', 'The unionid is not valid.'],
];

const transfers: Row[] = [
  [40097, 'data', 'giver_not_resigned', 'The member who gives has not resigned.'],
  [40098, 'data', 'taker_not_verified', 'The member who takes over is not real-name verified.'],
  [40099, 'limit', 'taker_full', 'The member who takes over has no room for more customers.'],
  [40100, 'later', 'already_in_transfer', 'The customer is already in transfer.'],
  [40128, 'limit', 'moved_too_often', 'The customer was already moved twice in 90 days.'],
  [40129, 'later', 'moving_now', 'The customer is being moved right now.'],
  [40130, 'data', 'giver_is_taker', 'Giver and taker are the same member.'],
  [40131, 'data', 'giver_not_follower', 'The giver does not follow the customer.'],
];

/** Every error that the client knows by name (developer.work.weixin.qq.com/document/path/90313, table of 2024-04). */
export const ERROR_CODES: ReadonlyMap<number, WecomErrorCode> = new Map(
  [...local, ...access, ...limits, ...notYet, ...data, ...transfers].map(([code, kind, name, hint]) => [code, { name, kind, hint }]),
);
