/**
 * Loaded into a child process before its own program (`node --import`): ends the child when its parent has gone, also by
 * `kill -9`, which closes the channel between them. The child gets SIGTERM first, so that it can end in order.
 */
function end(): void {
  setTimeout(() => process.exit(1), 3_000).unref();
  process.kill(process.pid, 'SIGTERM');
}

if (process.connected) process.once('disconnect', end);
// the parent was gone before this file was loaded: the event is over
else end();
// the channel alone must not keep the child alive
process.channel?.unref();
