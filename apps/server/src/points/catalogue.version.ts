import { Refusal } from '../common/refusal.js';

/** The entity tag of a version, as `ETag` and `If-Match` carry it. */
export function versionTag(version: number): string {
  return `"${version}"`;
}

/**
 * The version that a change is based on: of the `If-Match` header, or of the body when there is no header. Throws `Refusal`
 * 428 `version_needed` when neither is given, 400 `bad_version` for a header that is no version of ours.
 */
export function versionOf(ifMatch: string | undefined, version: number | undefined): number {
  if (ifMatch === undefined && version !== undefined) return version;
  if (ifMatch === undefined) {
    throw new Refusal(
      428,
      'version_needed',
      '请说明修改所依据的版本（If-Match 或 version），以免覆盖别人的修改',
      'say which version the change is based on (If-Match or version), so that nobody’s work is overwritten',
    );
  }
  const [, digits] = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim()) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new Refusal(
    400,
    'bad_version',
    'If-Match 无效，应为读取时 ETag 的值，如 "3"',
    'If-Match is not valid: send the ETag that was read, such as "3"',
  );
}

/** Throws `Refusal` 412 `changed_meanwhile` when somebody else changed the thing since it was read. */
export function requireVersion(
  what: { zh: string; en: string },
  held: { code: string; version: number; updatedBy: string | null },
  based: number,
): void {
  if (held.version === based) return;
  throw new Refusal(
    412,
    'changed_meanwhile',
    `${what.zh}“${held.code}”已被${held.updatedBy ?? '他人'}修改（您看到的是第 ${based} 版，现在是第 ${held.version} 版），请刷新后重新修改`,
    `${what.en} "${held.code}" was changed by ${held.updatedBy ?? 'somebody'} meanwhile (you saw version ${based}, now it is ${held.version}): reload it and make the change again`,
  );
}

/** 409 `code_taken`. */
export function codeTaken(what: { zh: string; en: string }, code: string): Refusal {
  return new Refusal(
    409,
    'code_taken',
    `${what.zh}编码 ${code} 已被使用，请换一个`,
    `the code ${code} of a ${what.en} is taken: choose another`,
  );
}
