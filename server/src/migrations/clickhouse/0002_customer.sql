-- The newest profile of every customer, for rules over attributes. A row per change (the whole profile), the highest version wins;
-- the version is the log position of the change. `excluded` marks staff, test accounts and peers, who are left out everywhere.
create table if not exists customer (
    workspace_id UInt64,
    customer_id UInt64,
    version UInt64,
    created_at DateTime64(3, 'UTC'),
    excluded UInt8,
    gone UInt8,
    name String,
    gender LowCardinality(String),
    city LowCardinality(String),
    source LowCardinality(String),
    store LowCardinality(String),
    owner_staff_id UInt64,
    is_contact UInt8,
    attributes JSON(max_dynamic_paths = 64)
)
engine = ReplacingMergeTree(version)
order by (workspace_id, customer_id)
settings fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000
