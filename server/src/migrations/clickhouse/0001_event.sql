-- Every event of the log, for questions about many customers. Rows arrive in batches from the projector, exactly once (stored
-- batch ends and deduplication tokens, see engines/log). `amount` and `subject` are promoted out of the properties because almost
-- every rule and metric asks for them (a dynamic JSON path costs 1.3-2.2 x a plain column).
-- Questions read the view `event`, which knows who was merged with whom since a row was written.
create table if not exists event_stored (
    workspace_id UInt64,
    customer_id UInt64,
    -- Whom the event was written for; `customer_id` follows merges when partitions are written anew.
    original_id UInt64 default customer_id,
    name LowCardinality(String),
    occurred_at DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    tx UInt64,
    position UInt64,
    source LowCardinality(String),
    amount Int64,
    subject String,
    properties JSON(max_dynamic_paths = 64),
    -- Parts hold runs of positions: the projector's check after a crash reads a few of them instead of all.
    index by_position position type minmax granularity 1,
    projection by_customer (select * order by workspace_id, customer_id, occurred_at)
)
engine = MergeTree
partition by toYYYYMM(occurred_at)
order by (workspace_id, name, customer_id, occurred_at)
settings fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000, index_granularity = 8192, deduplicate_merge_projection_mode = 'rebuild'
