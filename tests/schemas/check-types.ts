import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OfficialTypes } from './official-types.ts';
import type { ProviderTypes } from './provider-types.ts';

export type Kind = keyof OfficialTypes | keyof ProviderTypes;

/** A body that was sent to a client or to a provider. */
export interface Emission {
  readonly kind: Kind;
  /** Who said it and when, for the report. */
  readonly source: string;
  readonly body: unknown;
}

export interface TypeFault extends Emission {
  /** The compiler's words: the place in the body and what is wrong there. */
  readonly message: string;
  /** `literal`: the compiler's own check of an object literal; `members`: `Misfits`. */
  readonly check: 'literal' | 'members';
}

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const bodiesPerFile = 400;
const outputBytesMax = 512 * 1024 * 1024;

/**
 * Gives the bodies to the project's own compiler, each as a literal of the type that its kind has, and returns what it
 * does not take. Every body is checked twice: by the compiler's own rules for literals, and by `Misfits`.
 * @throws Error when the compiler complains about anything but a body
 */
export async function checkTypes(emissions: readonly Emission[]): Promise<TypeFault[]> {
  const folder = await mkdtemp(join(tmpdir(), 'monago-schemas-'));
  try {
    const files = chunks(emissions).map((part, index) => ({ name: `bodies-${index}.ts`, part }));
    for (const { name, part } of files) await writeFile(join(folder, name), sourceOf(part));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'tsconfig.json'), settings(files.map(({ name }) => name)));
    const lines = await compile(folder);
    const parts = new Map(files.map(({ name, part }) => [name, part]));
    return lines.map((line) => faultOf(line, parts));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function chunks(emissions: readonly Emission[]): Emission[][] {
  const count = Math.ceil(emissions.length / bodiesPerFile);
  return Array.from({ length: count }, (_, index) =>
    emissions.slice(index * bodiesPerFile, (index + 1) * bodiesPerFile),
  );
}

const imports = ['OfficialTypes', 'ProviderTypes', 'Verdict']
  .map((name) => `import type { ${name} } from '#${name}';`)
  .join(' ');
const linesPerBody = 2;

// Two lines for each body, so that the number of a line names the body and the check.
function sourceOf(part: readonly Emission[]): string {
  const bodies = part.map(({ kind, body }, index) => {
    const type = `${kind.startsWith('provider ') ? 'ProviderTypes' : 'OfficialTypes'}['${kind}']`;
    const json = JSON.stringify(body);
    return [
      `export const literal${index}: ${type} = ${json};`,
      `const body${index} = ${json} as const; export const verdict${index}: Verdict<typeof body${index}, ${type}> = 'fits';`,
    ].join('\n');
  });
  return [imports, ...bodies, ''].join('\n');
}

function settings(files: readonly string[]): string {
  return JSON.stringify({
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noErrorTruncation: true,
      paths: {
        '#OfficialTypes': [join(here, 'official-types.ts')],
        '#ProviderTypes': [join(here, 'provider-types.ts')],
        '#Verdict': [join(here, 'misfits.ts')],
      },
      typeRoots: [join(root, 'node_modules/@types')],
      // A file need not use all three.
      noUnusedLocals: false,
    },
    files,
    include: [],
  });
}

/** The diagnostics, each with the lines that belong to it. */
async function compile(folder: string): Promise<string[]> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const output = await new Promise<string>((resolve, reject) => {
    const args = [compiler, '-p', folder, '--pretty', 'false'];
    const options = { cwd: folder, maxBuffer: outputBytesMax };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error === null || stdout !== '') resolve(stdout);
      else reject(new Error(`the compiler did not run: ${stderr}`));
    });
  });
  return output.split(/\n(?=\S)/).filter((text) => text.trim() !== '');
}

function faultOf(text: string, parts: ReadonlyMap<string, readonly Emission[]>): TypeFault {
  const [, name = '', line = '', message = ''] =
    /^(bodies-\d+\.ts)\((\d+),\d+\): error (.*)/s.exec(text) ?? [];
  // The first line imports.
  const place = Number(line) - 2;
  const emission = parts.get(name)?.[Math.floor(place / linesPerBody)];
  if (emission === undefined) throw new Error(`not about a body: ${text.slice(0, 2_000)}`);
  return { ...emission, message, check: place % linesPerBody === 0 ? 'literal' : 'members' };
}
