/** How the embedded PostgreSQL is set: for one shop on one small machine, reachable from this machine only. */

export function postgresSettings(port: number, durable: boolean, own: Record<string, string>): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // TCP alone: a socket's path is limited to about 100 bytes, and its default place, /tmp, is everybody's.
    unix_socket_directories: '',
    max_connections: '120',
    // Reserved, not used: pages count only once something was read into them.
    shared_buffers: '256MB',
    max_wal_size: '1GB',
    // Storage is solid state nearly everywhere now; the default of 4 makes the planner shun good indexes.
    random_page_cost: '1.1',
    // Compiling costs more than it saves on a shop's short statements.
    jit: 'off',
    // Fewer idle processes; a shop's data is in memory, where asynchronous reads gain nothing.
    io_method: 'sync',
    max_logical_replication_workers: '0',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    // Statements hold names and addresses of customers, and a log is read by many.
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    // Commits still reach the kernel, so killed processes lose nothing: only a crash of the machine does.
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...own,
  };
}
