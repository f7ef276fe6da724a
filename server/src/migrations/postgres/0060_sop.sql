-- SOPs: the draft, its published versions, and every customer's run through one of them.
create table sop (
    workspace_id bigint not null,
    sop_id bigint not null,
    name text not null check (length(name) between 1 and 100),
    state text not null default 'draft' check (state in ('draft', 'live', 'paused', 'ended')),
    -- The draft. `revision` counts its changes, so that two people do not overwrite each other.
    definition jsonb not null,
    revision int not null default 1,
    -- When the draft was last saved and by which account or key; null: not since it was made, or by the product itself.
    changed_at timestamptz,
    changed_by bigint,
    published_version int,
    -- The audience of the published version, for the reader of the log.
    audience_id bigint,
    -- What the last publication said: whether those who are members already enter too.
    enters_present boolean not null default true,
    -- Who came into the audience before this instant, or is told of by earlier transactions of the log, does not enter: of the
    -- publication that made this audience the SOP's, and asked for later ones only. Null and 0: everybody enters.
    enters_from timestamptz,
    entries_from_tx bigint not null default 0,
    -- While members of the audience are taken in (at a publication, or those who came during a pause): the last customer that was
    -- looked at. Null when that is over.
    entering_after bigint,
    -- Since when entries were not seen, because it was paused; until those who came meanwhile are taken in.
    paused_at timestamptz,
    created_at timestamptz not null,
    published_at timestamptz,
    ended_at timestamptz,
    -- Of the sample brand, and goes with it.
    is_sample boolean not null default false,
    primary key (workspace_id, sop_id)
);
create index sop_by_audience on sop (workspace_id, audience_id) where state = 'live';
select homefield_isolate('sop');

-- Never changed: a run stays on the version it began with.
create table sop_version (
    workspace_id bigint not null,
    sop_id bigint not null,
    version int not null,
    definition jsonb not null,
    published_at timestamptz not null,
    primary key (workspace_id, sop_id, version),
    -- The way in which the sample's go with their SOP.
    foreign key (workspace_id, sop_id) references sop on delete cascade
);
select homefield_isolate('sop_version');
revoke update, delete on sop_version from homefield_app, homefield_engine;

-- One customer's run. The engine owns the columns down to `run_version`, the goal those below it: neither waits for the other.
create table enrollment (
    workspace_id bigint not null,
    enrollment_id bigint not null,
    sop_id bigint not null,
    version int not null,
    customer_id bigint not null,
    -- The how-manieth entry of this customer into this SOP, from 0.
    entry int not null,
    held_out boolean not null,
    entered_at timestamptz not null,
    state text not null check (state in ('active', 'watching', 'ended')),
    -- The step where the customer stands or stood last; kept when the run ends early.
    step_id text,
    visit int not null default 0,
    phase text check (phase in ('arriving', 'waiting', 'awaiting')),
    steps_done boolean not null default false,
    wake_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    -- Who works on it until when; a lease that ran out is claimed again. Every write raises `run_version`.
    lease_token bigint,
    lease_until timestamptz,
    run_version int not null default 0,
    -- The goal: paid orders in (entered_at, goal_until]. Sums of `goal_order`, never added to.
    goal_until timestamptz not null,
    goal_reached_at timestamptz,
    conversions int not null default 0,
    sales_minor bigint not null default 0,
    primary key (workspace_id, enrollment_id),
    unique (workspace_id, sop_id, customer_id, entry)
);
create index enrollment_due on enrollment (workspace_id, sop_id, wake_at, enrollment_id) where wake_at is not null;
create index enrollment_open on enrollment (workspace_id, sop_id, enrollment_id) where state <> 'ended';
create index enrollment_of_customer on enrollment (workspace_id, customer_id, goal_until);
select homefield_isolate('enrollment');

-- The orders of a run's window. A refund or cancellation may arrive before the payment it belongs to: then `paid_at` is null so far.
create table goal_order (
    workspace_id bigint not null,
    enrollment_id bigint not null,
    -- The id of the order; `#` and the number where nobody knows an id. Numbers alone repeat from source to source.
    order_key text not null,
    order_number text not null,
    paid_at timestamptz,
    paid_minor bigint not null default 0,
    refunded_minor bigint not null default 0,
    canceled boolean not null default false,
    primary key (workspace_id, enrollment_id, order_key)
);
select homefield_isolate('goal_order');
