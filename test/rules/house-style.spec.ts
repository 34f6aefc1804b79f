import { describe, expect, it } from '@jest/globals';
import { filesBelow, isSpec, linesMatching, read, sourceFiles } from './source-files.js';

const files = sourceFiles();
const programs = files.filter((file) => /^(apps|libs|bench)\//.test(file) && !isSpec(file));
const server = programs.filter((file) => /^(apps\/(server|standalone|simulator)|libs)\//.test(file));

describe('the house style', () => {
  it('reads the environment in one file', () => {
    const readers = linesMatching(programs, /\bprocess\.env\b/).filter(
      (line) => !/^apps\/(server\/src\/config\.ts|console\/bench\/)/.test(line),
    );
    expect(readers).toEqual([]);
  });

  it('keeps every file under 300 lines, and a list of cases under 400', () => {
    const long = files
      .map((file) => [file, read(file).trimEnd().split('\n').length] as const)
      .filter(([file, lines]) => lines > (isSpec(file) ? 400 : 300));
    expect(long).toEqual([]);
  });

  it('has index files in the libs alone', () => {
    expect(
      files.filter((file) => /\/index\.tsx?$/.test(file) && !/^libs\/[^/]+\/src\/(wayline\/)?index\.ts$/.test(file)),
    ).toEqual([]);
  });

  it('names no file utils and no interface with a leading I', () => {
    expect(files.filter((file) => /(^|[/.-])utils?\./.test(file))).toEqual([]);
    expect(linesMatching(files, /\b(interface|type) I[A-Z][a-z]\w*\s*(=|\{|<|extends)/)).toEqual([]);
  });

  it('logs through the logger, never to the console', () => {
    expect(linesMatching(server, /\bconsole\.(log|info|warn|error|debug|trace)\b/)).toEqual([]);
  });

  it('leaves no test out and runs none alone', () => {
    const specs = files.filter(isSpec);
    expect(specs.length).toBeGreaterThan(0);
    expect(linesMatching(specs, /\b(it|test|describe)\.(only|skip|todo)\b|\b(xit|fit|xdescribe|fdescribe)\(/)).toEqual(
      [],
    );
  });

  it('asks nothing of hosts outside: the console is complete in itself', () => {
    // XML namespaces are names, not addresses.
    const names = /https?:\/\/www\.w3\.org\//g;
    const console = [
      ...files.filter((file) => file.startsWith('apps/console/')),
      ...filesBelow('apps/console', /\.(html|css|json|svg)$/),
    ];
    const clean = (text: string) => text.replace(names, '');
    expect(linesMatching(console, /(https?:|wss?:)?\/\/[a-z0-9-]+(\.[a-z0-9-]+)+\//i, clean)).toEqual([]);
  });

  it('installs from whatever registry the machine is set to', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string }> };
    const fixed = Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined);
    expect(fixed.map(([name]) => name)).toEqual([]);
  });

  it('pins every direct dependency', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
