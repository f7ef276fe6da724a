-- Orders and refunds. An order is known by its number within its source (the shop or file it came from): the same file twice
-- changes nothing. Lines are kept thin, as JSON: they are read per order (linking a refund), never searched.
create table customer_order (
    workspace_id bigint not null,
    order_id bigint not null,
    source text not null,
    order_number text collate "C" not null,
    customer_id bigint not null,
    state text not null check (state in ('placed', 'paid', 'refunded', 'canceled')),
    -- Minor units of the workspace's currency: paid after discounts (to be paid while it is placed).
    amount bigint not null check (amount >= 0),
    refunded bigint not null default 0 check (refunded >= 0),
    -- Of `refunded`, what only a total of the order told (a column of its file, its state): documents that come later are part of it first.
    undocumented bigint not null default 0 check (undocumented >= 0),
    items int not null default 0,
    -- When it was paid; when it was placed while it is not.
    ordered_at timestamptz not null,
    channel text not null default '',
    store text not null default '',
    lines jsonb,
    import_id bigint,
    primary key (workspace_id, order_id),
    unique (workspace_id, source, order_number)
);
-- Ids are unique in the whole installation; one column is half as dear per row as three.
create index customer_order_of on customer_order (customer_id);
-- Of one import, for its figures: what it made follows its own id in the primary key, so only older orders that it changed are listed.
create index customer_order_import on customer_order (import_id) where order_id < import_id;
select homefield_isolate('customer_order');

-- Money given back. `document` is the number under which the source tells it; one document may touch several orders.
create table refund (
    workspace_id bigint not null,
    refund_id bigint not null,
    source text not null,
    document text collate "C" not null,
    part int not null default 0,
    customer_id bigint not null,
    -- The number that the source names, and the order behind it: null while it is not known (bought before the data begins).
    order_number text collate "C",
    order_id bigint,
    amount bigint not null check (amount >= 0),
    -- What the document says beyond `amount`: counted before, with the total of its order, or more than was paid.
    covered bigint not null default 0 check (covered >= 0),
    items int not null default 0,
    refunded_at timestamptz not null,
    lines jsonb,
    import_id bigint,
    primary key (workspace_id, refund_id),
    unique (workspace_id, source, document, part)
);
create index refund_of on refund (workspace_id, customer_id, refunded_at);
-- Files that begin with the newest row tell a refund before its order: it is linked when the order arrives.
create index refund_waiting on refund (workspace_id, source, order_number) where order_id is null and order_number is not null;
create index refund_import on refund (import_id) where refund_id < import_id;
select homefield_isolate('refund');

-- One run of an import: how far it is, committed together with the rows, so that it goes on after a crash where it stood.
create table order_import (
    workspace_id bigint not null,
    import_id bigint not null,
    file_name text not null,
    mapping text not null,
    content_hash text not null,
    -- reading the file; taking staged lines in (they are deleted as they are taken); done
    state text not null default 'reading' check (state in ('reading', 'taking', 'done')),
    -- Rows of the file that are behind us, and what came of them.
    rows_done bigint not null default 0,
    figures jsonb not null default '{}',
    -- Length of the error file at that moment: what was written after it is cut off again.
    error_bytes bigint not null default 0,
    started_at timestamptz not null,
    ended_at timestamptz,
    primary key (workspace_id, import_id)
);
select homefield_isolate('order_import');

-- Lines of files in which an order has several lines, until the whole file was read: they may lie anywhere in it.
create table order_import_line (
    workspace_id bigint not null,
    import_id bigint not null,
    group_key text collate "C" not null,
    line bigint not null,
    cells jsonb not null
);
create index order_import_line_group on order_import_line (workspace_id, import_id, group_key, line);
select homefield_isolate('order_import_line');
