/**
 * Loaded into a child process before its own program (`node --import`): ends the child when its parent has gone, also by
 * `kill -9`, which closes the channel between them. The child gets SIGTERM first, so that it can end in order.
 */
process.once('disconnect', () => {
  setTimeout(() => process.exit(1), 3_000).unref();
  process.kill(process.pid, 'SIGTERM');
});
// the channel alone must not keep the child alive
process.channel?.unref();
