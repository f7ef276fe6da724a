-- Audiences: a rule that selects customers. A live one keeps its members here and tells who enters and leaves.
create table audience (
    workspace_id bigint not null references workspace,
    audience_id bigint not null,
    name text not null check (length(name) between 1 and 100),
    rule jsonb not null,
    -- Counts the changes of name and rule, so that two people do not overwrite each other.
    version int not null default 1,
    -- Kept current: while an SOP that is live or paused begins with it.
    live boolean not null default false,
    -- The refresh that was begun last; an older one that is still running stops at its next batch.
    generation bigint not null default 0,
    size bigint,
    counted_at timestamptz,
    -- When the last refresh was tried, by the product's clock, and why it failed, if it did (zh and en).
    refreshed_at timestamptz,
    refresh_error jsonb,
    created_at timestamptz not null,
    archived_at timestamptz,
    -- Of the sample brand, and goes with it.
    is_sample boolean not null default false,
    primary key (workspace_id, audience_id)
);
create unique index audience_name on audience (workspace_id, lower(name)) where archived_at is null;
create index audience_live on audience (refreshed_at nulls first) where live and archived_at is null;
select homefield_isolate('audience');

-- 96 bytes a row. The primary key makes each transition happen once: a second insert finds the row, a second delete does not.
create table audience_member (
    workspace_id bigint not null,
    audience_id bigint not null,
    customer_id bigint not null,
    generation bigint not null,
    entered_at timestamptz not null,
    primary key (workspace_id, audience_id, customer_id)
);
select homefield_isolate('audience_member');
