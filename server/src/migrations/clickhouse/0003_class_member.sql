-- Snapshots of the segmentation models: the class of every customer at an instant. Kept per snapshot, so that flows between two
-- snapshots are a join of two partitions. `as_of` is the instant T of the model, `snapshot_id` its id in PostgreSQL.
create table if not exists class_member (
    workspace_id UInt64,
    model LowCardinality(String),
    snapshot_id UInt64,
    as_of DateTime64(3, 'UTC'),
    customer_id UInt64,
    class LowCardinality(String),
    recency_days UInt32,
    frequency UInt32,
    amount Int64
)
engine = MergeTree
partition by toYYYYMM(as_of)
order by (workspace_id, model, snapshot_id, customer_id)
settings fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000
