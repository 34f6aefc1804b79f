import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The project's root: jest runs there. */
export const ROOT = process.cwd();

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.xunhang', 'fixtures']);

/** Every file below a folder of the project, as paths from the root, sorted. */
export function filesBelow(folder: string, ending: RegExp): string[] {
  const found: string[] = [];
  const walk = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (SKIPPED.has(entry.name)) continue;
      const inside = join(path, entry.name);
      if (entry.isDirectory()) walk(inside);
      else if (ending.test(entry.name)) found.push(relative(ROOT, inside));
    }
  };
  walk(join(ROOT, folder));
  return found.sort();
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

const code = ['apps', 'libs', 'bench', 'scripts', 'test'];

/** Everything that people wrote as code. */
export function sourceFiles(): string[] {
  return code.flatMap((folder) => filesBelow(folder, /\.(ts|tsx|mjs)$/));
}

export function isSpec(file: string): boolean {
  return /\.spec\.tsx?$/.test(file);
}

/** An import of one file by another: a file of the project, or the name of a package or lib. */
export interface Import {
  from: string;
  to: string;
  /** Nothing of it is left at run time. */
  typeOnly: boolean;
}

/** What a file imports or re-exports, types included, and what it loads later with `import()`. */
export function importsOf(file: string): Import[] {
  const statements = /\b(import|export)\b([^'"`;]*?)\bfrom\s*'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g;
  return [...withoutComments(read(file)).matchAll(statements)].map(([, , names = '', named, bare]) => {
    const name = (named ?? bare)!;
    return { from: file, to: name.startsWith('.') ? projectFile(file, name) : name, typeOnly: isTypeOnly(names) };
  });
}

/** `type X`, or braces in which every name is a type. */
function isTypeOnly(names: string): boolean {
  if (/^\s*type\b/.test(names)) return true;
  const braced = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1];
  const members =
    braced
      ?.split(',')
      .map((member) => member.trim())
      .filter(Boolean) ?? [];
  return members.length > 0 && members.every((member) => member.startsWith('type '));
}

function projectFile(file: string, name: string): string {
  return relative(ROOT, resolve(ROOT, dirname(file), name)).replace(/\.js$/, '.ts');
}

/** A source text whose comments are blank; strings keep what looks like a comment. */
export function withoutComments(text: string): string {
  const parts = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return text.replace(parts, (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part));
}

/** `file:line text` of every line that matches. */
export function linesMatching(files: readonly string[], pattern: RegExp, clean = withoutComments): string[] {
  return files.flatMap((file) =>
    clean(read(file))
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
}
