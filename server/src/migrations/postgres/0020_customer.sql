-- Who the brand's customers are. Totals of orders are not kept here: readers take them from the orders of the rows they show, and
-- heavy sorts ask ClickHouse, so that an import never rewrites customers.
-- Drawn with every change, under the lock of the customer's row: of two states in ClickHouse the later one has the higher version,
-- whichever process wrote it. A new customer has version 1.
create sequence customer_version as bigint start 2;
grant usage on sequence customer_version to homefield_app, homefield_engine;

create table customer (
    workspace_id bigint not null,
    customer_id bigint not null,
    -- First seen: the earliest thing that was known of them when they were made, not the day of the import.
    created_at timestamptz not null,
    updated_at timestamptz not null,
    name text not null default '',
    gender text not null default 'unknown' check (gender in ('male', 'female', 'unknown')),
    city text not null default '',
    source text not null default '',
    store text not null default '',
    owner_staff_id bigint,
    is_contact boolean not null default false,
    -- Staff, test accounts, peers: left out everywhere by this one setting.
    excluded boolean not null default false,
    excluded_reason text,
    -- Whom this one became part of: always somebody who is part of nobody. What belongs to them moved there; the row stays as it was.
    merged_into bigint,
    gone boolean not null generated always as (merged_into is not null) stored,
    -- 138****5678: what lists show and what a search by the last four digits needs. The number itself is sealed in `identity`.
    phone_masked text,
    -- A column and not only an expression of the index: `right` is not leakproof, so that behind row-level security the planner may
    -- not look an expression up by it (700 ms among a million customers instead of 2).
    phone_tail text collate "C" generated always as (right(phone_masked, 4)) stored,
    attributes jsonb not null default '{}',
    version bigint not null default 1,
    primary key (workspace_id, customer_id)
);
-- Who is left out everywhere: few, and asked for by every count.
create index customer_left_out on customer (workspace_id, customer_id) where excluded or gone;
create index customer_newest on customer (workspace_id, created_at desc, customer_id desc);
create index customer_phone_tail on customer (workspace_id, phone_tail) where phone_tail is not null;
create index customer_part_of on customer (merged_into) where merged_into is not null;
select homefield_isolate('customer');

-- By which a customer is found again. `value_key` is what is looked up: the value itself where it is a pseudonym already (customer
-- number, external_user_id: shown on screens and sent to WeCom anyway, and findable by prefix), a keyed hash for phones and e-mails.
create table identity (
    workspace_id bigint not null,
    kind text not null,
    value_key text collate "C" not null,
    customer_id bigint not null,
    -- What a customer holds one of: the kind, or the kind within an app or corp; null where several are fine.
    held_as text,
    -- Phones and e-mails: nonce, AES-256-GCM text and tag; and what may be shown of it.
    sealed bytea,
    masked text,
    added_at timestamptz not null,
    primary key (workspace_id, kind, value_key)
);
-- Ids are unique in the whole installation: the workspace is left out of both.
create index identity_customer on identity (customer_id);
-- A kind of one value per customer (member number) stays so, whoever writes.
create unique index identity_one_value on identity (customer_id, held_as) where held_as is not null;
select homefield_isolate('identity');

-- Two customers that one row named together, or a second value for a kind that holds one: a person decides later.
create table possible_duplicate (
    workspace_id bigint not null,
    -- The older of the two, which was used.
    customer_id bigint not null,
    other_customer_id bigint,
    kind text not null,
    value_key text collate "C" not null,
    found_at timestamptz not null,
    primary key (workspace_id, customer_id, kind, value_key)
);
select homefield_isolate('possible_duplicate');

-- Whom a bulk action changed, and why they were left out before: what undoing it gives back.
create table customer_bulk_change (
    workspace_id bigint not null,
    job_id bigint not null,
    customer_id bigint not null,
    reason_before text,
    primary key (workspace_id, job_id, customer_id)
);
select homefield_isolate('customer_bulk_change');

-- Whoever sees only their own customers: a few hundred among a million. Imports know no owners, so it costs them nothing.
create index customer_owner on customer (workspace_id, owner_staff_id) where owner_staff_id is not null;

-- What people type to find a customer: the name, the given name, their pinyin and its initials, five or so for each. Filled by a worker
-- behind the log, never by the import itself. A name that was given up stays until its customer is erased: who finds by it looks
-- at the present name again. The newest customer of a word comes first.
create table customer_word (
    workspace_id bigint not null,
    word text collate "C" not null,
    customer_id bigint not null
);
create unique index customer_word_found on customer_word (workspace_id, word, customer_id desc);
select homefield_isolate('customer_word');
