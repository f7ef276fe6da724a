-- Whose events of somebody who was merged are: `customer_id` instead of `original_id`. A row per change, the highest version wins; back
-- to oneself after a merge was undone. `settled`: the events themselves were written anew, and nothing has to be looked up any more.
create table if not exists customer_alias (
    workspace_id UInt64,
    original_id UInt64,
    customer_id UInt64,
    -- By which their rows lie in `event_stored`.
    stored_id UInt64,
    version UInt64,
    settled UInt8
)
engine = ReplacingMergeTree(version)
order by (workspace_id, original_id)
settings fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000
