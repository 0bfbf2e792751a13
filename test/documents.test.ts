import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { methodVersion } from '../src/analysis/method-version.js';
import { createProgram } from '../src/cli/program.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['.', 'docs', 'docs/decisions', 'models', 'fixtures', 'training'];
const documents = folders.flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => join(folder, name)))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

/** Every match of a pattern in every document, as "document: match". */
function findAll(pattern: RegExp, isWrong: (match: string, folder: string) => boolean): string[] {
  return documents.flatMap(({ name, text }) => [...text.matchAll(pattern)].filter(([, match]) => isWrong(match!, join(root, dirname(name)))).map(([, match]) => `${name}: ${match}`));
}

describe('what the documents say', () => {
  it('leads to files that are there', () => {
    expect(findAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g, (link, folder) => !existsSync(join(folder, link)))).toEqual([]);
    // What training leaves behind is not kept.
    expect(findAll(/\b((?:src|test|bench|docs|models|fixtures|deploy|web|training)\/[\w./-]+\.(?:ts|tsx|js|mjs|py|md|json|csv|txt|sh))\b/g, (path) => !/\/(runs|shards|weights)\//.test(path) && !existsSync(join(root, path)))).toEqual([]);
  });

  it('names commands of the package and of trichoscore that exist', async () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    expect(findAll(/npm run (?:--silent )?([\w:-]+)/g, (name) => scripts[name] === undefined)).toEqual([]);
    const commands = new Set([...(await createProgram()).commands.map((command) => command.name()), 'help']);
    expect(findAll(/`(?:npx )?trichoscore ([a-z][a-z-]*)/g, (name) => !commands.has(name))).toEqual([]);
  });

  it('uses options in examples that their command has', async () => {
    const { commands } = await createProgram();
    const optionsOf = (command: Command): string[] => [...command.options.flatMap(({ long }) => long ?? []), ...command.commands.flatMap(optionsOf), '--help'];
    const wrong = documents.flatMap(({ name, text }) => [...text.matchAll(/^(?:npx )?trichoscore ([a-z-]+)(.*)$|`(?:npx )?trichoscore ([a-z-]+)([^`]*)`/gm)].flatMap((match) => {
      const typed = match[1] ?? match[3]!, command = commands.find((one) => one.name() === typed), known = command === undefined ? [] : optionsOf(command);
      return [...(match[2] ?? match[4]!).matchAll(/(?<=[\s[|])(--[a-z][\w-]*)/g)].map(([option]) => option).filter((option) => !known.includes(option)).map((option) => `${name}: ${typed} ${option}`);
    }));
    expect(wrong).toEqual([]);
  });

  it('starts several machines with options that the program has, and with variables that it reads', async () => {
    const compose = readFileSync(join(root, 'compose.yaml'), 'utf8'), { commands } = await createProgram();
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(root, 'src', name), 'utf8')).join('\n');
    const started = [...compose.matchAll(/command: \[((?:serve|worker),[^\]]*)\]/g)].map(([, words]) => words!.split(',').map((word) => word.trim().replace(/^'|'$/g, '')));
    expect(started.map(([name]) => name)).toEqual(['serve', 'worker']);
    for (const [name, ...words] of started) {
      const known = commands.find((command) => command.name() === name)!.options.map(({ long }) => long);
      expect(words.filter((word) => word.startsWith('--') && !known.includes(word)), name).toEqual([]);
    }
    // PostgreSQL's own variables are read by its client, not by us.
    const given = [...compose.matchAll(/^ {4}(TRICHOSCORE_\w+|AWS_\w+):/gm)].map(([, name]) => name!);
    expect([given.length, given.filter((name) => !sources.includes(`'${name}'`))]).toEqual([4 + 1, []]);
    expect(findAll(/\b(TRICHOSCORE_[A-Z_]+)\b/g, (name) => !sources.includes(name) && !/^TRICHOSCORE_(FUZZ|SAMPLES)/.test(name))).toEqual([]);
  });

  it('keeps copies of photographs on several machines in volumes with a name, which a new version finds again and clears of people who were erased', () => {
    const compose = readFileSync(join(root, 'compose.yaml'), 'utf8'), [, services, named] = /^services:\n([\s\S]*)^volumes: (.*)$/m.exec(compose)!;
    const ours = services!.split(/^(?= {2}[\w-]+:)/m).filter((service) => /<<: \*|: \*(?:server|application)/.test(service));
    const volumes = ours.map((service) => /volumes: \['([\w-]+):\/data'\]/.exec(service)?.[1]);
    expect(volumes).toEqual(['copies-1', 'copies-2', 'copies-workers']);
    for (const volume of volumes) expect(named).toContain(` ${volume}:`);
  });

  it('validates the method that is shipped', () => {
    expect(readFileSync(join(root, 'docs/validation.md'), 'utf8')).toContain(`Method ${methodVersion},`);
  });

  const example = /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))![1]!;

  it('shows a program that measures two photographs and passes the strict type check of whoever copies it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'readme-'));
    try {
      await writeFile(join(folder, 'program.ts'), example);
      await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({
        compilerOptions: { strict: true, noEmit: true, skipLibCheck: true, target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext', types: ['node'], paths: { trichoscore: [join(root, 'dist', 'index.d.ts')] } },
        files: ['program.ts'],
      }));
      const said = await promisify(execFile)(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder]).then(({ stdout }) => stdout, (error: { stdout: string }) => error.stdout);
      expect(said).toBe('');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('shows a program what the package really offers', async () => {
    const names = /import \{ (.*) \} from 'trichoscore'/.exec(example)![1]!.split(', ');
    const offered = await import('../src/index.js') as Record<string, unknown>;
    expect(names.filter((name) => typeof offered[name] !== 'function')).toEqual([]);
    // What measure, score, phantom, evaluate and qualify do on the command line.
    for (const name of ['analysePhotograph', 'analysePhotographProgress', 'photographPhantomPair', 'readHairTruth', 'compareHairs', 'summariseHairs', 'qualifyInstallation']) expect([name, typeof offered[name]]).toEqual([name, 'function']);
  });
});
