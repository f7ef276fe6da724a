-- Segmentation models and their snapshots. The members of a snapshot are in ClickHouse (class_member) under `snapshot_id`.
create table model (
    workspace_id bigint not null references workspace,
    model_id bigint not null,
    name text not null check (name ~ '^[a-z][a-z0-9_]{0,63}$'),
    settings jsonb not null default '{}',
    created_at timestamptz not null,
    -- When somebody of the brand first saw a snapshot with customers in it on a screen; null: nobody has.
    seen_at timestamptz,
    primary key (workspace_id, model_id),
    unique (workspace_id, name)
);
select homefield_isolate('model');

-- One row per model and instant: whoever inserts it first has taken the snapshot; rows of other attempts in ClickHouse do not count.
create table model_snapshot (
    workspace_id bigint not null,
    model_id bigint not null,
    as_of timestamptz not null,
    snapshot_id bigint not null,
    taken_at timestamptz not null,
    settings jsonb not null,
    summary jsonb not null,
    -- The snapshot that the `class.changed` events compare with; null: nothing to tell.
    previous_snapshot_id bigint,
    -- Customers up to this id have been told of; null: all of them.
    told_to bigint,
    primary key (workspace_id, model_id, as_of),
    unique (workspace_id, snapshot_id),
    foreign key (workspace_id, model_id) references model
);
create index model_snapshot_untold on model_snapshot (workspace_id, model_id, as_of) where told_to is not null;
select homefield_isolate('model_snapshot');
