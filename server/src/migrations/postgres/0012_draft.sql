-- What a person has typed into a form and not saved yet: the next page load, on any machine, finds it. Gone with the save, or after 30 days.
create table form_draft (
    workspace_id bigint not null references workspace,
    user_id bigint not null,
    key text not null,
    -- The version of the thing that was being changed: whoever restores is told when it has moved on.
    base text not null,
    value jsonb not null,
    saved_at timestamptz not null,
    primary key (workspace_id, user_id, key),
    foreign key (workspace_id, user_id) references user_account on delete cascade
);
select homefield_isolate('form_draft');
