/**
 * Settings of the embedded server: a machine of 2 cores and 2 GiB that also runs ClickHouse and Node.
 * Durability is not traded: fsync, full_page_writes and synchronous_commit keep their defaults.
 */
export function embeddedSettings(socketFolder: string): Readonly<Record<string, string>> {
  return {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    work_mem: '16MB',
    maintenance_work_mem: '96MB',
    effective_cache_size: '768MB',
    // Imports write much in short bursts; a checkpoint in the middle of one costs more than the space.
    max_wal_size: '2GB',
    min_wal_size: '128MB',
    wal_compression: 'on',
    checkpoint_timeout: '15min',
    // Statements are short here: parallel plans and JIT only add start-up time, and /dev/shm is small in containers.
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    random_page_cost: '1.1',
    // A transaction that is left open holds every reader of the log back (xmin is cluster-wide).
    idle_in_transaction_session_timeout: '60s',
    // Imports fill empty tables at once; until they are analyzed, joins are planned as if they were empty.
    autovacuum_naptime: '20s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    huge_pages: 'off',
  };
}
