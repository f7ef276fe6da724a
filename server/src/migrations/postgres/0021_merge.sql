-- Merges of customers and what each moved: what undoing one takes back (docs/decisions/0009-one-person.md).
create table customer_merge (
    workspace_id bigint not null,
    merge_id bigint not null,
    -- Neither was part of anybody when they were merged.
    into_id bigint not null,
    from_id bigint not null,
    merged_at timestamptz not null,
    -- `rule`: what a row named together; `person`: somebody decided.
    decided_by text not null check (decided_by in ('rule', 'person')),
    actor jsonb,
    -- What spoke for it: [{kind, masked}].
    evidence jsonb not null default '[]',
    -- What the survivor got of the profile where it had nothing: {field: value}.
    filled jsonb not null default '{}',
    undone_at timestamptz,
    undone_by jsonb,
    primary key (workspace_id, merge_id)
);
-- Ids are unique in the whole installation. Nobody is part of two.
create unique index customer_merge_open on customer_merge (from_id) where undone_at is null;
create index customer_merge_into on customer_merge (into_id) where undone_at is null;
create index customer_merge_recent on customer_merge (merged_at) where undone_at is null;
select homefield_isolate('customer_merge');

-- The rows that moved, by their key without workspace and customer.
create table customer_merge_moved (
    workspace_id bigint not null,
    merge_id bigint not null,
    part text not null,
    row_key jsonb not null,
    primary key (workspace_id, merge_id, part, row_key)
);
select homefield_isolate('customer_merge_moved');
