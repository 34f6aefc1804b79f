import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { NewJoinCode, NewUser } from '#contracts';
import { refuseInvalid } from './validation.js';

const refusalOf = (schema: z.ZodType, value: unknown, where = 'body') => {
  const { error } = schema.safeParse(value);
  if (!error) throw new Error('the value was expected to be refused');
  return refuseInvalid(error.issues, where);
};

describe('sentences about invalid input', () => {
  it.each([
    [z.object({ a: z.string() }), {}, 'a', '应为文字', 'expected string'],
    [z.object({ a: z.int() }), { a: 1.5 }, 'a', '应为整数', 'expected int'],
    [z.object({ a: z.string().max(3) }), { a: 'long' }, 'a', '不能多于 3 个字符', 'at most 3 characters'],
    [z.object({ a: z.array(z.string()).min(1) }), { a: [] }, 'a', '不能少于 1 项', 'at least 1 items'],
    [z.object({ a: z.number().min(2) }), { a: 1 }, 'a', '不能小于 2', 'must be at least 2'],
    [z.object({ a: z.enum(['x', 'y']) }), { a: 'z' }, 'a', '只能是 x, y 之一', 'one of x, y'],
    [z.strictObject({}), { b: 1 }, 'body', '未知的项 b', 'unknown members b'],
    [z.object({ a: z.iso.datetime() }), { a: 'noon' }, 'a', '带时区的时间', 'a time with its zone'],
    [z.object({ a: z.array(z.object({ b: z.uuid() })) }), { a: [{ b: '1' }] }, 'a.0.b', 'UUID', 'UUID'],
    [z.string().regex(/^x$/, '须为 x / must be x'), 'y', 'body', '须为 x', 'must be x'],
  ])('name the member and what is wrong with it, in both languages: %#', (schema, value, path, zh, en) => {
    const refusal = refusalOf(schema as z.ZodType, value);
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_input' });
    expect(refusal.errors!.map((error) => error.path)).toEqual([path]);
    expect(refusal.zh).toContain(zh);
    expect(refusal.en).toContain(en);
    expect(refusal.en).not.toMatch(/\p{Script=Han}/u);
  });

  it('explain the real contracts without a word of English in the Chinese sentence', () => {
    for (const [schema, value] of [
      [NewUser, { username: '?', displayName: '', password: 'x', roles: [], divisionCode: '' }],
      [NewJoinCode, { pilotName: '', permit: 1, stayMinutes: 0 }],
    ] as const) {
      const { zh, errors } = refusalOf(schema, value);
      expect(errors!.length).toBeGreaterThan(3);
      const members = [...new Set(errors!.map(({ path }) => path))];
      const rest = members.reduce((text, member) => text.replaceAll(member, ''), zh);
      expect(rest.replaceAll(/[_.\d\s-]/g, '')).not.toMatch(/[a-z]{3,}/i);
    }
  });

  it('name a single parameter, and spell out no more than five faults', () => {
    expect(refusalOf(z.uuid(), 'x', 'id').zh).toContain('id 应为 UUID 编号');
    const wide = z.object(Object.fromEntries(Array.from({ length: 9 }, (_, nr) => [`m${nr}`, z.string()])));
    const refusal = refusalOf(wide, {});
    expect(refusal.errors).toHaveLength(9);
    expect(refusal.zh).toContain('另有 4 处');
    expect(refusal.en).toContain('and 4 more');
  });
});
