-- Events as questions read them: each belongs to whom its customer is part of now. The lists are constants of a question, read once; measured as fast as the table with
-- up to 10,000 pending aliases (docs/decisions/0009-one-person.md). Ids are unique in the whole installation, so no brand can get another's. A computed customer cannot be
-- searched by the table's order: questions about few customers say `stored_id in (…)` as well. Nobody is 0: transform refuses empty lists.
create view if not exists event as
with (
    select (groupArray(original_id), groupArray(customer_id)) from (
        select original_id, customer_id from customer_alias final where settled = 0 union all select 0, 0
    )
) as aliases
select workspace_id, transform(original_id, aliases.1, aliases.2, e.customer_id) as customer_id, e.customer_id as stored_id, original_id, name, occurred_at, received_at, tx, position, source, amount, subject, properties
from event_stored as e
