-- Who may come in: accounts, sessions, keys; staff of the brand; answers of unsafe calls; what jobs need to go on after a crash.

-- One account belongs to one brand. Found by e-mail before a brand is known, by `homefield_engine` only; requests see the accounts
-- of their brand without the hash of the password.
create table user_account (
    workspace_id bigint not null references workspace,
    user_id bigint not null,
    email text not null check (email = lower(email)),
    name text not null,
    role text not null check (role in ('owner', 'manager', 'operator', 'content', 'analyst', 'staff', 'developer')),
    password_hash text not null,
    language text check (language in ('zh', 'en')),
    created_at timestamptz not null,
    disabled_at timestamptz,
    primary key (workspace_id, user_id)
);
create unique index user_account_email on user_account (email);
select homefield_isolate('user_account');
revoke select, update on user_account from homefield_app;
grant select (workspace_id, user_id, email, name, role, language, created_at, disabled_at) on user_account to homefield_app;
grant update (name, role, password_hash, language, disabled_at) on user_account to homefield_app;

-- Browser sessions: only the SHA-256 of the token is kept. Nothing of them is reachable by requests themselves.
create table session (
    token_hash bytea primary key,
    workspace_id bigint not null,
    user_id bigint not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    foreign key (workspace_id, user_id) references user_account on delete cascade
);
create index session_of_user on session (workspace_id, user_id);
create index session_age on session (created_at);
grant select, insert, update, delete on session to homefield_engine;

create table api_key (
    workspace_id bigint not null references workspace,
    api_key_id bigint not null,
    name text not null,
    scopes text[] not null check (scopes <@ array['read', 'write', 'import'] and cardinality(scopes) > 0),
    key_hash bytea not null,
    -- The last characters, so that a person can tell keys apart.
    tail text not null,
    created_by bigint,
    created_at timestamptz not null,
    last_used_at timestamptz,
    primary key (workspace_id, api_key_id)
);
create unique index api_key_hash on api_key (key_hash);
select homefield_isolate('api_key');
revoke select, update on api_key from homefield_app;
grant select (workspace_id, api_key_id, name, scopes, tail, created_by, created_at, last_used_at) on api_key to homefield_app;

-- Failed sign-ins of the last 15 minutes. Keyed hashes: the table names nobody.
create table sign_in_failure (
    failure_id bigint generated always as identity primary key,
    email_hash bytea not null,
    address_hash bytea not null,
    at timestamptz not null
);
create index sign_in_failure_email on sign_in_failure (email_hash, at);
create index sign_in_failure_address on sign_in_failure (address_hash, at);
create index sign_in_failure_age on sign_in_failure (at);
grant select, insert, delete on sign_in_failure to homefield_engine;

-- From which addresses an e-mail has signed in within 90 days: failures from elsewhere do not lock these out.
create table sign_in_known (
    email_hash bytea not null,
    address_hash bytea not null,
    at timestamptz not null,
    primary key (email_hash, address_hash)
);
create index sign_in_known_age on sign_in_known (at);
grant select, insert, update, delete on sign_in_known to homefield_engine;

create table staff_member (
    workspace_id bigint not null references workspace,
    staff_id bigint not null,
    wecom_user_id text,
    name text not null,
    store text,
    active boolean not null default true,
    created_at timestamptz not null,
    primary key (workspace_id, staff_id),
    unique (workspace_id, wecom_user_id)
);
select homefield_isolate('staff_member');

-- The one-time token with which the first owner is made; only its hash.
alter table installation add column setup_token_hash bytea;
grant update (setup_token_hash) on installation to homefield_engine;

-- What unsafe calls with an Idempotency-Key were answered, for 24 hours. The body is encrypted: it may hold a new API key.
-- `status` null: under way. `effect`: its transactions have saved something.
create table idempotency (
    workspace_id bigint not null,
    actor_kind text not null,
    actor_id bigint not null,
    key text not null,
    holder text not null,
    request_hash bytea not null,
    effect boolean not null default false,
    locked_until timestamptz not null,
    status int,
    headers jsonb,
    body bytea,
    created_at timestamptz not null,
    primary key (workspace_id, actor_kind, actor_id, key)
);
create index idempotency_age on idempotency (created_at);
select homefield_isolate('idempotency');

-- A job goes on from its checkpoint. `holder` is the attempt that works on it: one that lost its lease can no longer write.
alter table job add column checkpoint jsonb;
alter table job add column holder text;
create index job_ended on job (ended_at) where ended_at is not null;

grant select on schema_migration to homefield_engine;

-- Stores of the brand. Customers carry the name of theirs; a region is the stores that name it.
create table store (
    workspace_id bigint not null references workspace,
    store_id bigint not null,
    name text not null check (length(name) between 1 and 200),
    region text check (length(region) between 1 and 100),
    active boolean not null default true,
    created_at timestamptz not null,
    primary key (workspace_id, store_id),
    unique (workspace_id, name)
);
select homefield_isolate('store');

-- What of the customers an account sees. `scope_value`: the name of a region, or the number of a store.
alter table user_account
    add column scope_kind text not null default 'brand' check (scope_kind in ('brand', 'region', 'store', 'own')),
    add column scope_value text,
    add column staff_id bigint,
    add foreign key (workspace_id, staff_id) references staff_member,
    add check ((scope_value is not null) = (scope_kind in ('region', 'store'))),
    add check (scope_kind <> 'own' or staff_id is not null),
    add check (scope_kind = 'brand' or role <> 'owner');
grant select (scope_kind, scope_value, staff_id) on user_account to homefield_app;
grant update (scope_kind, scope_value, staff_id) on user_account to homefield_app;
