import { packageOf } from './import-table.ts';
import type { Import } from './imports.ts';
import type { Finding, Source } from './source.ts';
import { indexesOf, type Token } from './tokens.ts';

interface Ban {
  readonly what: string;
  /** Files and folders it holds in. */
  readonly within: readonly string[];
  readonly except: readonly string[];
  /** Sequences of tokens, as in `process . env`. */
  readonly sequences: readonly string[];
  readonly tokens?: (tokens: readonly Token[]) => readonly number[];
  readonly imports?: (found: Import) => boolean;
}

const pure = ['src/domain', 'src/gateway', 'src/control'];
const everything = ['src', 'dashboard/src', 'emulator', 'bench', 'tests'];
const network = new Set(['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises']);

const bans: readonly Ban[] = [
  {
    what: 'reads the environment',
    within: ['src', 'dashboard/src'],
    except: ['src/config.ts'],
    sequences: ['process . env', 'process [', 'import . meta . env'],
    imports: ({ specifier, names }) =>
      /^(?:node:)?process$/.test(specifier) && names.includes('env'),
  },
  {
    what: 'reads a clock',
    within: pure,
    except: [],
    sequences: ['Date . now', 'new Date ( )', 'performance . now', 'process . hrtime'],
  },
  {
    what: 'draws randomness',
    within: pure,
    except: [],
    sequences: [
      'Math . random',
      'randomUUID (',
      'randomBytes (',
      'randomInt (',
      'getRandomValues (',
      'randomFillSync (',
    ],
  },
  {
    what: 'reaches the network past the egress guard',
    within: ['src'],
    except: ['src/adapters/egress'],
    sequences: [
      'globalThis . fetch',
      'global . fetch',
      'globalThis [',
      'new WebSocket',
      'new EventSource',
      'process . binding',
      // Fetches by itself.
      'createRemoteJWKSet',
    ],
    tokens: globalFetches,
    imports: ({ specifier, form }) => packageOf(specifier) === 'undici' && form !== 'type',
  },
  {
    what: 'opens sockets',
    within: ['src'],
    except: [
      'src/adapters/egress',
      'src/adapters/http',
      'src/adapters/database',
      // A witness listens, and never calls anybody.
      'src/adapters/evidence/witness-server.ts',
      'src/compose.ts',
      'src/compose',
    ],
    sequences: [],
    imports: ({ specifier, form }) =>
      form !== 'type' && network.has(specifier.replace(/^node:/, '')),
  },
  {
    // A program that is started may connect wherever it likes.
    what: 'starts programs',
    within: ['src'],
    // Git reaches the remote that the operator gave its clone.
    except: ['src/adapters/database/embedded', 'src/adapters/evidence/git-anchor.ts'],
    sequences: [],
    imports: ({ specifier, form }) =>
      form !== 'type' && /^(?:node:)?(?:child_process|cluster|worker_threads)$/.test(specifier),
  },
  {
    what: 'reveals a secret',
    within: ['src'],
    except: ['src/adapters/providers', 'src/adapters/kms', 'src/adapters/egress'],
    sequences: ['. reveal ('],
  },
  {
    what: 'exports a default',
    within: everything,
    except: [],
    sequences: ['export default', 'as default'],
  },
  {
    what: 'turns the type checker off',
    within: everything,
    except: [],
    sequences: ['as unknown as'],
    tokens: anyTypes,
  },
];

/** What a file does that its place does not allow. */
export function bannedIn(source: Source): readonly Finding[] {
  return bans
    .filter((ban) => holdsFor(ban, source))
    .flatMap((ban) =>
      linesOf(ban, source).map((line) => ({ path: source.path, line, what: ban.what })),
    );
}

function holdsFor({ within, except }: Ban, { path, isTest }: Source): boolean {
  const isIn = (folder: string) => path === folder || path.startsWith(`${folder}/`);
  // Tests beside their file may use the real clock, the network and the plain text of their own secrets.
  return within.some(isIn) && !except.some(isIn) && (!isTest || within === everything);
}

function linesOf(ban: Ban, { tokens, imports }: Source): readonly number[] {
  const indexes = ban.sequences.flatMap((sequence) => indexesOf(tokens, sequence));
  const lines = [...indexes, ...(ban.tokens?.(tokens) ?? [])].map((at) => tokens[at]?.line ?? 0);
  const named = imports.filter((found) => ban.imports?.(found) === true);
  return [...lines, ...named.map(({ line }) => line)];
}

/** Calls of the global `fetch`; a method or a function of that name is something else. */
function globalFetches(tokens: readonly Token[]): readonly number[] {
  return indexesOf(tokens, 'fetch (').filter(
    (at) => !['.', 'function', '#'].includes(tokens[at - 1]?.text ?? ''),
  );
}

const beforeType = new Set([
  ':',
  '<',
  '|',
  '&',
  ',',
  '=',
  '=>',
  'as',
  'is',
  'keyof',
  'extends',
  'satisfies',
]);
const notAfterType = new Set([':', '(', '.', '=>']);

/** The word `any` where a type stands, not where it names a property, a method or a variable. */
function anyTypes(tokens: readonly Token[]): readonly number[] {
  return indexesOf(tokens, 'any').filter(
    (at) =>
      beforeType.has(tokens[at - 1]?.text ?? '') && !notAfterType.has(tokens[at + 1]?.text ?? ''),
  );
}

/** A file that only passes on what others export hides where things live. */
export function isBarrel({ path, imports, tokens }: Source): boolean {
  if (/(?:^|\/)index\.tsx?$/.test(path)) return true;
  const exported = indexesOf(tokens, 'export').length;
  return exported > 0 && imports.filter(({ isReExport }) => isReExport).length === exported;
}

const emptyNames = /^(?:utils?|helpers?|common|misc|managers?)(?:\.|$)/;

/** Whether a folder or file is named after nothing in particular. */
export function saysNothing(path: string): boolean {
  return path.split('/').some((segment) => emptyNames.test(segment));
}
