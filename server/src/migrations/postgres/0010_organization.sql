-- Who may come in: accounts, sessions, keys; staff of the brand; answers of unsafe calls; what jobs need to go on after a crash.

-- One account belongs to one brand; the same person has one in each of theirs. Found by e-mail before a brand is known, by
-- `homefield_engine` only; requests see the accounts of their brand without the hash of the password.
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
create unique index user_account_email on user_account (workspace_id, email);
create index user_account_everywhere on user_account (email);
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

-- What a store was called before: customers and orders keep the name by which they were told. No two stores share a name, whenever they had it.
create table store_former_name (
    workspace_id bigint not null,
    name text not null,
    store_id bigint not null,
    primary key (workspace_id, name),
    foreign key (workspace_id, store_id) references store on delete cascade
);
create index store_former_name_by_store on store_former_name (workspace_id, store_id);
select homefield_isolate('store_former_name');

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

-- What the brand is, as its people write it. `revision` is raised by every change of the settings.
alter table workspace add column mission text not null default '';
alter table workspace add column positioning text not null default '';
alter table workspace add column voice text not null default '';
alter table workspace add column require_totp boolean not null default false;
alter table workspace add column revision int not null default 1;

create table workspace_logo (
    workspace_id bigint primary key references workspace,
    media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
    picture bytea not null check (octet_length(picture) <= 524288),
    -- The beginning of its SHA-256: part of its address, so that browsers may keep it for ever.
    version text not null
);
select homefield_isolate('workspace_logo');

-- Who comes in by single sign-on has no password.
alter table user_account alter column password_hash drop not null;

-- Where a session came from: no more of the address and the browser's description than a person needs to know it again.
alter table session add column session_id bigint not null;
alter table session add column browser text not null default 'other';
alter table session add column system text not null default 'other';
alter table session add column address text;
alter table session add column method text not null default 'password' check (method in ('password', 'sso'));
create unique index session_by_id on session (workspace_id, user_id, session_id);

alter table api_key add column expires_at timestamptz;
alter table api_key add column last_address text;
-- Of the page where it was made: the words of its refusals while its maker has set no language of their own.
alter table api_key add column language text check (language in ('zh', 'en'));
grant select (expires_at, last_address, language) on api_key to homefield_app;

-- The second factor. `secret` is sealed; `last_step` is the time step of the last code that was taken: it and those before are used.
create table user_totp (
    workspace_id bigint not null,
    user_id bigint not null,
    secret bytea not null,
    begun_at timestamptz,
    begun_session bytea,
    confirmed_at timestamptz,
    last_step bigint,
    primary key (workspace_id, user_id),
    foreign key (workspace_id, user_id) references user_account on delete cascade
);
select homefield_isolate('user_totp');
revoke all on user_totp from homefield_app;
grant select (workspace_id, user_id, confirmed_at) on user_totp to homefield_app;
create table recovery_code (
    workspace_id bigint not null,
    user_id bigint not null,
    code_hash bytea not null,
    primary key (workspace_id, user_id, code_hash),
    foreign key (workspace_id, user_id) references user_account on delete cascade
);
grant select, insert, delete on recovery_code to homefield_engine;

-- Between the password and the code.
create table sign_in_ticket (
    token_hash bytea primary key,
    workspace_id bigint not null,
    user_id bigint not null,
    created_at timestamptz not null,
    foreign key (workspace_id, user_id) references user_account on delete cascade
);
create index sign_in_ticket_age on sign_in_ticket (created_at);
grant select, insert, delete on sign_in_ticket to homefield_engine;

create table invite (
    workspace_id bigint not null references workspace,
    invite_id bigint not null,
    email text not null check (email = lower(email)),
    name text not null,
    role text not null check (role in ('owner', 'manager', 'operator', 'content', 'analyst', 'staff', 'developer')),
    token_hash bytea not null,
    created_by bigint,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz,
    primary key (workspace_id, invite_id)
);
create unique index invite_token on invite (token_hash);
select homefield_isolate('invite');
revoke select, update on invite from homefield_app;
grant select (workspace_id, invite_id, email, name, role, created_by, created_at, expires_at, accepted_at, revoked_at) on invite to homefield_app;
grant update (revoked_at) on invite to homefield_app;

-- A way back in for who has forgotten their password: one link a person, void once it was used.
create table password_reset (
    workspace_id bigint not null,
    user_id bigint not null,
    token_hash bytea not null unique,
    created_by bigint,
    expires_at timestamptz not null,
    primary key (workspace_id, user_id),
    foreign key (workspace_id, user_id) references user_account on delete cascade
);
select homefield_isolate('password_reset');
revoke all on password_reset from homefield_app;
grant select (workspace_id, user_id, created_by), delete on password_reset to homefield_app;

-- Single sign-on (OpenID Connect): one provider per brand, and whom it calls what.
create table sso_provider (
    workspace_id bigint primary key references workspace,
    provider_id bigint not null unique,
    enabled boolean not null,
    label text not null,
    issuer text not null,
    client_id text not null,
    client_secret bytea not null,
    domains text[] not null,
    new_role text check (new_role in ('owner', 'manager', 'operator', 'content', 'analyst', 'staff', 'developer'))
);
select homefield_isolate('sso_provider');
revoke all on sso_provider from homefield_app;
grant select (workspace_id, provider_id, enabled, label, issuer, client_id, domains, new_role) on sso_provider to homefield_app;
create table sso_identity (
    workspace_id bigint not null,
    user_id bigint not null,
    issuer text not null,
    subject text not null,
    primary key (workspace_id, user_id, issuer),
    unique (workspace_id, issuer, subject),
    foreign key (workspace_id, user_id) references user_account on delete cascade
);
grant select, insert, delete on sso_identity to homefield_engine;

-- The audit log is read newest first, often of one person or one object.
create index audit_of_actor on audit_entry (workspace_id, actor_id, audit_id);
create index audit_of_object on audit_entry (workspace_id, object_id, audit_id);

-- What of the customers an invited person will see: the columns of an account, which they become.
alter table invite
    add column scope_kind text not null default 'brand' check (scope_kind in ('brand', 'region', 'store', 'own')),
    add column scope_value text,
    add column staff_id bigint,
    add foreign key (workspace_id, staff_id) references staff_member,
    add check ((scope_value is not null) = (scope_kind in ('region', 'store'))),
    add check (scope_kind <> 'own' or staff_id is not null),
    add check (scope_kind = 'brand' or role <> 'owner');
grant select (scope_kind, scope_value, staff_id) on invite to homefield_app;

-- A browser holds sessions of several brands. `keep`: what it held stays when the code is right; `beside`: accounts of the same e-mail and
-- password that ask for no code, opened together with this one.
alter table sign_in_ticket add column keep boolean not null default false;
alter table sign_in_ticket add column beside bigint[] not null default '{}';
grant update (beside) on sign_in_ticket to homefield_engine;
