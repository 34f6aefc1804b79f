/** What was computed, by everything that it depends on; the oldest goes when there is no more room. */
export class Kept<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly room: number) {}

  /** The value of a key, computed when it is not held; `isNew` tells which. */
  async get(key: string, compute: () => Promise<Value>): Promise<{ value: Value; isNew: boolean }> {
    const held = this.values.get(key);
    if (held !== undefined) return { value: held, isNew: false };
    const value = await compute();
    if (this.values.size >= this.room) this.values.delete(this.values.keys().next().value!);
    this.values.set(key, value);
    return { value, isNew: true };
  }
}
