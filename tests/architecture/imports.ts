import type { Token } from './tokens.ts';

export interface Import {
  /** What is imported, as written; `computed` where it is not a literal. */
  readonly specifier: string;
  readonly form: 'value' | 'type' | 'side-effect' | 'dynamic';
  readonly isReExport: boolean;
  /** Every word of the import clause. */
  readonly names: readonly string[];
  readonly line: number;
}

/** Every way in which a file can name another: statements, re-exports, `import()`, `require()`. */
export function importsOf(tokens: readonly Token[]): readonly Import[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'word' || isText(tokens[index - 1], '.')) return [];
    const found = importAt(tokens, index);
    return found === undefined ? [] : [found];
  });
}

function importAt(tokens: readonly Token[], index: number): Import | undefined {
  const next = tokens[index + 1];
  switch (tokens[index]?.text) {
    case 'import':
      return importStatement(tokens, index);
    case 'export': {
      const opening = isText(next, 'type') ? tokens[index + 2] : next;
      return isText(opening, '*') || isText(opening, '{') ? fromClause(tokens, index) : undefined;
    }
    case 'require':
      return isText(next, '(') ? callAt(tokens, index) : undefined;
    default:
      return undefined;
  }
}

function importStatement(tokens: readonly Token[], index: number): Import | undefined {
  const next = tokens[index + 1];
  if (isText(next, '(')) return callAt(tokens, index);
  if (next?.kind === 'string') return statement(tokens, index, index + 1);
  return isText(next, '.') || isText(next, ':') ? undefined : fromClause(tokens, index);
}

function callAt(tokens: readonly Token[], index: number): Import {
  const argument = tokens[index + 2];
  const isLiteral = argument?.kind === 'string' && !isText(tokens[index + 3], '+');
  return {
    specifier: isLiteral ? argument.text : 'computed',
    form: 'dynamic',
    isReExport: false,
    names: [],
    line: tokens[index]?.line ?? 0,
  };
}

/** The clause ends at `from '…'`; an `export { … }` without one names no file. */
function fromClause(tokens: readonly Token[], index: number): Import | undefined {
  for (let at = index + 1; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (isText(token, ';') || isText(token, '=') || isText(token, '(')) return undefined;
    if (isText(token, 'from') && tokens[at + 1]?.kind === 'string') {
      return statement(tokens, index, at + 1);
    }
    if (isText(token, '}') && !isText(tokens[at + 1], 'from')) return undefined;
  }
  return undefined;
}

function statement(tokens: readonly Token[], index: number, specifierAt: number): Import {
  const clause = tokens.slice(index + 1, specifierAt);
  const isType = isText(clause[0], 'type') && !isText(clause[1], 'from');
  return {
    specifier: tokens[specifierAt]?.text ?? '',
    form: clause.length === 0 ? 'side-effect' : isType ? 'type' : 'value',
    isReExport: isText(tokens[index], 'export'),
    names: clause.filter(({ kind }) => kind === 'word').map(({ text }) => text),
    line: tokens[index]?.line ?? 0,
  };
}

function isText(token: Token | undefined, text: string): boolean {
  return token !== undefined && token.text === text && token.kind !== 'string';
}
