-- Channels only carry. A workspace has one connection of each kind.
create table channel (
    workspace_id bigint not null,
    channel_id bigint not null,
    kind text not null check (kind in ('wecom')),
    corp_id text not null,
    agent_id int,
    base_url text not null,
    -- AES-256-GCM under a key of the installation, bound to the workspace.
    secret_sealed bytea not null,
    -- What an administrator has to change before it works again: code, name and hint of the refusal.
    trouble jsonb,
    -- Faults of the connection in a row, and until when it rests because of them: nothing is tried, and others get their turn.
    failures int not null default 0,
    rest_until timestamptz,
    -- Whose turn it is to send: one at a time per connection, the one that has waited longest first.
    turned_at timestamptz,
    turn_token bigint,
    turn_until timestamptz,
    -- Number of the newest complete or running synchronization; contacts that it did not see are gone.
    sync_number int not null default 0,
    synced_at timestamptz,
    -- When contacts are brought up to date next; moved ahead when it begins, so that two processes do not do it at once.
    next_sync_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (workspace_id, channel_id),
    unique (workspace_id, kind)
);
select homefield_isolate('channel');

-- Relations of staff and customers on WeCom (好友关系), as the newest synchronization saw them.
create table wecom_contact (
    workspace_id bigint not null,
    external_user_id text not null,
    staff_user_id text not null,
    customer_id bigint not null,
    added_at timestamptz not null,
    sync_number int not null,
    gone_at timestamptz,
    primary key (workspace_id, external_user_id, staff_user_id)
);
create index wecom_contact_of_staff on wecom_contact (workspace_id, staff_user_id) include (customer_id) where gone_at is null;
create index wecom_contact_of_customer on wecom_contact (workspace_id, customer_id);
select homefield_isolate('wecom_contact');

-- Texts once each: thousands of deliveries share one.
create table wecom_text (
    workspace_id bigint not null,
    hash text not null,
    text text not null,
    primary key (workspace_id, hash)
);
select homefield_isolate('wecom_text');

-- One task of one staff member (企业群发). An attempt is recorded before the call: WeCom knows no idempotency key.
create table wecom_broadcast (
    workspace_id bigint not null,
    broadcast_id bigint not null,
    staff_user_id text not null,
    text_hash text not null,
    receivers int not null,
    state text not null default 'planned' check (state in ('planned', 'attempting', 'created', 'done')),
    msgid text,
    attempts int not null default 0,
    attempted_at timestamptz,
    -- When the next call about it is due: create, look up, or poll.
    next_at timestamptz,
    planned_at timestamptz not null,
    confirm_within_ms bigint not null,
    created_at timestamptz,
    -- Before it is created: until when that is tried. After: how long staff may take.
    confirm_until timestamptz not null,
    confirmed_at timestamptz,
    reminders int not null default 0,
    troubles int not null default 0,
    trouble text,
    lease_token bigint,
    lease_until timestamptz,
    primary key (workspace_id, broadcast_id)
);
create index wecom_broadcast_due on wecom_broadcast (workspace_id, next_at, broadcast_id) where next_at is not null;
create index wecom_broadcast_msgid on wecom_broadcast (workspace_id, msgid) where msgid is not null;
select homefield_isolate('wecom_broadcast');

-- One message on its way. Its own `message_id` makes it unique.
create table wecom_delivery (
    workspace_id bigint not null,
    message_id bigint not null,
    broadcast_id bigint,
    customer_id bigint not null,
    external_user_id text not null,
    staff_user_id text not null,
    text_hash text not null,
    confirm_within_ms bigint not null,
    handed_at timestamptz not null,
    -- Until then it is tried to hand it to staff.
    try_until timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'not_confirmed')),
    reason text,
    settled_at timestamptz,
    primary key (workspace_id, message_id)
);
create index wecom_delivery_unplanned on wecom_delivery (workspace_id, staff_user_id, text_hash, confirm_within_ms, message_id) where broadcast_id is null;
create index wecom_delivery_open on wecom_delivery (workspace_id, broadcast_id, external_user_id) where state = 'waiting';
create index wecom_delivery_of_person on wecom_delivery (customer_id);
create index wecom_delivery_sent on wecom_delivery (workspace_id, customer_id, settled_at) where state = 'sent';
select homefield_isolate('wecom_delivery');
