-- Views of the console's lists: a person's own or shared with the brand, and what each person made of a page.
create table saved_view (
    workspace_id bigint not null references workspace,
    view_id bigint not null,
    user_id bigint not null,
    page text not null,
    name text not null check (length(name) between 1 and 60),
    state jsonb not null,
    shared boolean not null default false,
    created_at timestamptz not null,
    -- Kept for a day, so that deleting can be taken back.
    deleted_at timestamptz,
    primary key (workspace_id, view_id)
);
create index saved_view_page on saved_view (workspace_id, page, view_id) where deleted_at is null;
select homefield_isolate('saved_view');

create table view_preference (
    workspace_id bigint not null,
    user_id bigint not null,
    page text not null,
    -- What the page opens with. A view that is gone is no default any more: readers join it.
    default_view_id bigint,
    -- Columns in their order; null: the page's own.
    columns text[],
    primary key (workspace_id, user_id, page)
);
select homefield_isolate('view_preference');
