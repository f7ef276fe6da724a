-- Messages: the outbox of every channel, with its verdicts. `key` makes a message happen once.
create table message_content (
    workspace_id bigint not null,
    hash text not null,
    text text not null,
    primary key (workspace_id, hash)
);
select homefield_isolate('message_content');

create table message (
    workspace_id bigint not null,
    message_id bigint not null,
    key text not null,
    customer_id bigint not null,
    channel text not null,
    template_hash text not null,
    sop_id bigint not null,
    enrollment_id bigint,
    step_id text,
    quiet_from text not null,
    quiet_to text not null,
    confirm_within_ms bigint not null,
    state text not null default 'planned'
        check (state in ('planned', 'deferred', 'capped', 'suppressed', 'handed_over', 'sent', 'not_confirmed', 'failed')),
    reason text,
    -- What each check said, in their order.
    verdicts jsonb not null default '[]',
    not_before timestamptz not null,
    staff_user_id text,
    planned_at timestamptz not null,
    -- When it was handed over first. A message that comes back for the night keeps it, so that a channel that is dead is not tried for ever.
    handed_at timestamptz,
    sent_at timestamptz,
    settled_at timestamptz,
    primary key (workspace_id, message_id),
    unique (workspace_id, key)
);
-- Asked SOP by SOP, so that what a paused one holds back is never walked over.
create index message_due on message (workspace_id, sop_id, not_before, message_id) where state in ('planned', 'deferred');
-- Caps: what a customer has got, and what is on its way to them.
create index message_of_customer on message (workspace_id, customer_id) include (state, sent_at) where state in ('handed_over', 'sent');
-- Everything of one person, when they are merged with another.
create index message_of_person on message (customer_id);
-- What came of each step, by reason, is counted from the index alone.
create index message_of_sop on message (workspace_id, sop_id, state, step_id, reason);
create index message_waiting on message (workspace_id) where state = 'handed_over';
create index message_open_of_enrollment on message (workspace_id, enrollment_id) where state in ('planned', 'deferred');
select homefield_isolate('message');

-- One row per SOP that ever planned a message. Pausing is one change here, however many messages are open: a change of all of them
-- took longer than a request may, in the very moment when it had to be quick.
create table message_sop (
    workspace_id bigint not null,
    sop_id bigint not null,
    hold text check (hold in ('paused', 'ended')),
    primary key (workspace_id, sop_id)
);
select homefield_isolate('message_sop');
-- The words of each step as they were published last: a message takes them when it is judged, whatever stood there when it was
-- planned. Null: the newest version has no such step, and nothing of it goes out any more.
create table message_words (
    workspace_id bigint not null,
    sop_id bigint not null,
    step_id text not null,
    template_hash text,
    primary key (workspace_id, sop_id, step_id)
);
select homefield_isolate('message_words');
-- One row per customer who was ever about to get a message. Locked while caps are counted, so that two workers cannot both find room.
create table message_customer (
    workspace_id bigint not null,
    customer_id bigint not null,
    primary key (workspace_id, customer_id)
);
select homefield_isolate('message_customer');

-- What a customer said about a channel. No row: yes, for a contact.
create table message_consent (
    workspace_id bigint not null,
    customer_id bigint not null,
    channel text not null,
    allowed boolean not null,
    at timestamptz not null,
    primary key (workspace_id, customer_id, channel)
);
select homefield_isolate('message_consent');

-- Customers whom nothing reaches for now (a complaint is open, say), on any channel.
create table message_suppression (
    workspace_id bigint not null,
    customer_id bigint not null,
    reason text not null,
    until timestamptz,
    primary key (workspace_id, customer_id)
);
select homefield_isolate('message_suppression');

create table message_settings (
    workspace_id bigint primary key,
    per_day_max int not null check (per_day_max between 1 and 100),
    per_week_max int not null check (per_week_max between 1 and 700),
    -- Of the whole brand, beside those of each SOP. Null: none.
    quiet_from text,
    quiet_to text,
    check ((quiet_from is null) = (quiet_to is null))
);
select homefield_isolate('message_settings');
