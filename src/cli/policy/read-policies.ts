import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { UnusablePolicy } from '../../domain/policy/bundle/compile-policy.ts';
import { bundleOf, type PolicyBundle } from '../../domain/policy/bundle/policy-bundle.ts';
import {
  type DeclarationFile,
  declarationsOf,
  parseDeclarations,
} from '../../domain/policy/document/parse-declarations.ts';
import {
  type Declarations,
  noDeclarations,
  parsePolicies,
} from '../../domain/policy/document/parse-policies.ts';
import type { Policy } from '../../domain/policy/document/policy.ts';
import type { Problem } from '../../domain/policy/document/problem.ts';
import type { PolicySource } from '../../domain/policy/report/lint-policies.ts';
import { CommandFailure, type Surroundings } from '../surroundings.ts';
import { exitCouldNotRun, findFiles } from './find-files.ts';

/** Options that all commands about policies have. */
export interface DeclarationOptions {
  /** A file of lists and calendars. */
  readonly declarations?: string;
}

/** Texts of policies and what they may refer to. */
export interface PolicyTexts {
  readonly sources: readonly PolicySource[];
  readonly declarations: Declarations;
}

/** The name that findings give standard input. */
export const stdinName = 'stdin';

/** @throws CommandFailure when something cannot be read, or the declarations are wrong */
export async function readTexts(
  paths: readonly string[],
  options: DeclarationOptions,
  surroundings: Surroundings,
): Promise<PolicyTexts> {
  const declarations = await readDeclarations(options.declarations);
  const own = options.declarations && resolve(options.declarations);
  const files = (await findFiles(paths)).filter((file) => resolve(file) !== own);
  const sources: PolicySource[] = [];
  for (const file of files) {
    sources.push({
      file: file === '-' ? stdinName : file,
      text: await readText(file, surroundings),
    });
  }
  return { sources, declarations };
}

export interface PlacedPolicy {
  readonly file: string;
  readonly policy: Policy;
}

/**
 * The policies of texts that are free of errors.
 * @throws CommandFailure that says what is wrong with them
 */
export function policiesOf({ sources, declarations }: PolicyTexts): readonly PlacedPolicy[] {
  const parsed = sources.map(({ file, text: written }) => ({
    file,
    ...parsePolicies(written, declarations),
  }));
  refuseErrors(parsed);
  const placed = parsed.flatMap(({ file, policies }) =>
    policies.map((policy) => ({ file, policy })),
  );
  refuseSameNames(placed);
  return placed;
}

/**
 * The policies as the one set that they would be in force.
 * @throws CommandFailure when that is more than Monago would load
 */
export function bundleFrom(
  placed: readonly PlacedPolicy[],
  declarations: Declarations,
): PolicyBundle {
  const versions = placed.map(({ file, policy }) => ({ policy, version: file }));
  try {
    return bundleOf(versions, declarations);
  } catch (thrown) {
    if (thrown instanceof UnusablePolicy) throw new CommandFailure(thrown.message, exitCouldNotRun);
    throw thrown;
  }
}

async function readDeclarations(path: string | undefined): Promise<Declarations> {
  if (path === undefined) return noDeclarations;
  const declared: DeclarationFile = parseDeclarations(await readBytes(path));
  refuseErrors([{ file: path, problems: declared.problems }]);
  return declarationsOf(declared);
}

export async function readText(path: string, { stdin }: Surroundings): Promise<string> {
  return path === '-' ? await text(stdin) : await readBytes(path);
}

async function readBytes(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (thrown) {
    const why = thrown instanceof TypeError ? 'it is not UTF-8' : reasonOf(thrown);
    throw new CommandFailure(`cannot read ${path}: ${why}`, exitCouldNotRun);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'that is not allowed',
};

function reasonOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return reasons[code] ?? (code || 'it is not readable');
}

interface Parsed {
  readonly file: string;
  readonly problems: readonly Problem[];
}

/** @throws CommandFailure with all errors, one a line */
export function refuseErrors(files: readonly Parsed[]): void {
  const lines = files.flatMap(({ file, problems }) =>
    problems
      .filter(({ severity }) => severity === 'error')
      .map(
        ({ line, column, code, message }) => `${file}:${line}:${column}: error ${code}: ${message}`,
      ),
  );
  if (lines.length > 0) throw new CommandFailure(lines.join('\n'), exitCouldNotRun);
}

function refuseSameNames(placed: readonly PlacedPolicy[]): void {
  const seen = new Map<string, string>();
  for (const { file, policy } of placed) {
    const key = `${policy.scope} ${policy.name}`;
    const other = seen.get(key);
    if (other !== undefined) {
      const message = `${file}: there is another policy '${policy.name}' of this scope in ${other}`;
      throw new CommandFailure(message, exitCouldNotRun);
    }
    seen.set(key, file);
  }
}
