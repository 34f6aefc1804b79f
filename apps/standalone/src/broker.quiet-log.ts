export type BrokerLog = (event: string, about: Record<string, unknown>) => void;

/**
 * Says the same event about the same account, session or host once in `everyMs`: a device with a wrong password tries again
 * every second, for days.
 */
export function quietLog(log: BrokerLog, everyMs: number): BrokerLog {
  const said = new Map<string, number>();
  return (event, about) => {
    const key = `${event} ${String(about.username ?? about.clientId ?? String(about.remote).replace(/:\d+$/, ''))}`;
    const now = Date.now();
    if (now - (said.get(key) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    if (said.size > 1_000)
      for (const [old, at] of said) if (now - at >= everyMs || said.size > 10_000) said.delete(old);
    said.set(key, now);
    log(event, about);
  };
}
