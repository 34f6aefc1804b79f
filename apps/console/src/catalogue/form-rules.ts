import type { z } from 'zod';

/** A form rule by a contract's own schema, so that page and server ask for the same. */
export function keeps(schema: z.ZodType) {
  return {
    validator: (_: unknown, value: unknown) => {
      if (value === undefined || value === null || value === '') return Promise.resolve();
      const result = schema.safeParse(value);
      return result.success ? Promise.resolve() : Promise.reject(new Error(result.error.issues[0]?.message));
    },
  };
}
