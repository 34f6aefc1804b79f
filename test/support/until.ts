/** Waits until `read` gives something true and returns it; fails with the last state or error after `patienceMs`. */
export async function until<T>(
  what: string,
  read: () => Promise<T> | T,
  patienceMs = 20_000,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = Date.now() + patienceMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await read();
      if (value) return value as Exclude<T, false | null | undefined>;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      const shown = last instanceof Error ? last.message : JSON.stringify(last);
      throw new Error(`waited ${patienceMs / 1000} s in vain until ${what}; last: ${shown}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
