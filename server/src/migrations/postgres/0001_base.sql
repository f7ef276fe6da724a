-- The base: roles, isolation of brands, workspaces, and the log with its readers.
-- Roles are made by the program before this file runs (their passwords follow from the installation's key).

-- Rows of one brand only. `nullif`: a pooled connection answers '' and not NULL for a setting that was set locally before.
create function homefield_workspace() returns bigint language sql stable parallel safe
    return nullif(current_setting('homefield.workspace', true), '')::bigint;

-- Puts a table under row-level security: requests (homefield_app) see the brand that their transaction named, workers
-- (homefield_engine) see all. FORCE, so that not even the owner reads around it by accident.
-- No statistics of the workspace: a brand that grew since the last ANALYZE is in none of them, was taken for empty, and each probe for one of its
-- orders read all of them (20 s instead of 1 for an import into a second brand). Without them PostgreSQL expects a 200th of the table.
create function homefield_isolate(table_name regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', table_name);
    execute format('alter table %s force row level security', table_name);
    execute format('alter table %s alter column workspace_id set statistics 0', table_name);
    execute format('create policy one_workspace on %s to homefield_app using (workspace_id = homefield_workspace()) with check (workspace_id = homefield_workspace())', table_name);
    execute format('create policy all_workspaces on %s to homefield_engine using (true) with check (true)', table_name);
    execute format('grant select, insert, update, delete on %s to homefield_app, homefield_engine', table_name);
end $$;

create table workspace (
    workspace_id bigint primary key,
    name text not null check (length(name) between 1 and 200),
    zone text not null default 'Asia/Shanghai',
    currency text not null default 'CNY',
    -- Raised by everything that takes an identity from a customer (merging, splitting, erasing): see customers/known-identities.ts.
    identity_epoch bigint not null default 0,
    created_at timestamptz not null
);
select homefield_isolate('workspace');

-- The installation itself: one row.
create table installation (
    singleton boolean primary key default true check (singleton),
    -- Added to PostgreSQL's transaction ids, which start anew after a logical restore or a move to another server.
    tx_offset bigint not null default 0,
    -- Raised with every adoption; part of the projector's deduplication tokens.
    era int not null default 1,
    system_identifier text not null,
    -- An HMAC of the installation's key: a start with another key is refused.
    key_fingerprint text not null,
    created_at timestamptz not null default now()
);
grant select on installation to homefield_app, homefield_engine;

-- The log. `tx` is the writer's transaction id plus the offset, `position` the order inside it, handed out in blocks by the
-- writers. Partitioned by the day of the database's own clock; virtual time never touches partitions. `properties` are read as a
-- whole, never searched here: text, checked and not taken apart.
create table event_log (
    workspace_id bigint not null,
    tx bigint not null,
    position bigint not null,
    customer_id bigint,
    name text not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null default now(),
    source text not null,
    key text,
    amount bigint not null default 0,
    subject text not null default '',
    properties json not null default '{}'
) partition by range (received_at);
-- A block of positions at a time (see engines/log/positions.ts).
create sequence event_position as bigint increment by 100000;
grant usage on sequence event_position to homefield_app, homefield_engine;
create index event_log_order on event_log (tx, position);
select homefield_isolate('event_log');

-- The same event twice within 7 days counts once.
create table event_key (
    workspace_id bigint not null,
    source text not null,
    key text not null,
    received_at timestamptz not null default now(),
    primary key (workspace_id, source, key)
);
create index event_key_age on event_key (received_at);
select homefield_isolate('event_key');

-- Where each reader stands. `batch_*` is the end of the batch that the projector is inserting, stored before it inserts.
create table log_cursor (
    reader text primary key,
    tx bigint not null default 0,
    position bigint not null default 0,
    batch_tx bigint,
    batch_position bigint,
    batch_attempt int not null default 0,
    moved_at timestamptz not null default now()
);
grant select, insert, update, delete on log_cursor to homefield_engine;
grant select on log_cursor to homefield_app;

-- Batches that ClickHouse refused again and again: kept, shown, retried by hand.
create table log_parked (
    reader text not null,
    tx bigint not null,
    position bigint not null,
    reason text not null,
    parked_at timestamptz not null default now(),
    primary key (reader, tx, position)
);
grant select, insert, update, delete on log_parked to homefield_engine;

-- A partition for every day (of UTC) that is needed soon. Called at start and hourly; safe to call at once from several processes.
create function homefield_make_partitions(days_ahead int) returns int language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
    made int := 0;
    day date;
    child text;
begin
    perform pg_advisory_xact_lock(4700002);
    for day in select generate_series(current_date - 1, current_date + days_ahead, '1 day')::date loop
        child := 'event_log_' || to_char(day, 'YYYYMMDD');
        if to_regclass('public.' || child) is null then
            -- Never updated and dropped after some days: vacuum finds nothing there, and while an import fills it would look every few seconds.
            execute format('create table %I partition of event_log for values from (%L) to (%L) with (autovacuum_vacuum_insert_threshold = -1)', child, day, day + 1);
            made := made + 1;
        end if;
    end loop;
    return made;
end $$;

-- Drops the days behind which every reader is and that are older than `days_kept`. Detaches nothing that holds an unread row.
create function homefield_drop_partitions(days_kept int) returns int language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
    dropped int := 0;
    child record;
    slowest record;
    unread boolean;
begin
    perform pg_advisory_xact_lock(4700002);
    select tx, position into slowest from log_cursor order by tx, position limit 1;
    if slowest is null then return 0; end if;
    for child in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'event_log'::regclass and c.relname < 'event_log_' || to_char(current_date - days_kept, 'YYYYMMDD')
        order by c.relname
    loop
        execute format('select exists (select from %I where (tx, position) > ($1, $2))', child.relname) into unread using slowest.tx, slowest.position;
        exit when unread;
        execute format('drop table %I', child.relname);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;
revoke all on function homefield_make_partitions(int), homefield_drop_partitions(int) from public;
grant execute on function homefield_make_partitions(int), homefield_drop_partitions(int) to homefield_engine;

-- Long work with progress that a person can watch and cancel, and that goes on after a restart.
create table job (
    workspace_id bigint not null,
    job_id bigint not null,
    kind text not null,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'canceled')),
    input jsonb not null default '{}',
    progress jsonb not null default '{}',
    result jsonb,
    error jsonb,
    cancel_requested boolean not null default false,
    created_by bigint,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    lease_until timestamptz,
    attempt int not null default 0,
    -- Processes that ended under the job, one after the other, since its last checkpoint.
    deaths int not null default 0,
    -- The failed or canceled job of which this one is another try.
    retry_of bigint,
    primary key (workspace_id, job_id)
);
create index job_waiting on job (created_at) where state in ('waiting', 'running');
create index job_recent on job (workspace_id, job_id desc);
select homefield_isolate('job');

create table audit_entry (
    workspace_id bigint not null,
    audit_id bigint not null,
    at timestamptz not null,
    actor_kind text not null,
    actor_id bigint,
    action text not null,
    object_kind text,
    object_id text,
    detail jsonb not null default '{}',
    primary key (workspace_id, audit_id)
);
select homefield_isolate('audit_entry');
-- The audit log is only ever added to.
revoke update, delete on audit_entry from homefield_app, homefield_engine;

-- Age in milliseconds of the oldest transaction that holds an id: it holds every reader of the log back. The owner sees the
-- transactions of all roles, our own roles do not.
create function homefield_oldest_transaction_ms() returns float8 language sql security definer set search_path = pg_catalog, pg_temp as $$
    select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 * 1000
    from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()
$$;
revoke all on function homefield_oldest_transaction_ms() from public;
grant execute on function homefield_oldest_transaction_ms() to homefield_engine;
