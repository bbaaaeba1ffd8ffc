import { isScalar, type Node, Scalar } from 'yaml';
import { compileCondition } from '../condition/compile-condition.ts';
import type { ConditionScope } from '../condition/variables.ts';
import { textOf } from './fields.ts';
import type { Problems } from './problem.ts';
import { placeOf } from './read-yaml.ts';

const conditionLengthMax = 8192;

interface Reading {
  readonly text: string;
  readonly scope: ConditionScope;
  readonly problems: Problems;
}

/** A condition; what is wrong in it is reported where it stands in the document. */
export function parseConditionField(
  node: Node,
  { text, scope, problems }: Reading,
): string | undefined {
  if (isScalar(node) && typeof node.value === 'boolean') return String(node.value);
  const source = textOf(node, { lengthMax: conditionLengthMax, problems });
  if (source === undefined) return undefined;
  const trimmed = source.trim();
  const compilation = compileCondition(trimmed, scope);
  const diagnostics = compilation.ok ? compilation.condition.warnings : compilation.diagnostics;
  const place = placing(node, text, source.length - source.trimStart().length);
  for (const { code, severity, message, start, end, replacement } of diagnostics) {
    const at = place(start, end);
    const fix = at.isExact ? replacement : undefined;
    const said = code === 'syntax' ? message + commentHint(node) : message;
    problems.add({ code: `condition.${code}`, severity, message: said, at, replacement: fix });
  }
  return trimmed;
}

/** In a plain scalar, unlike in a block, a text may hold what YAML takes for a comment. */
function commentHint({ comment }: Node): string {
  return comment ? "; what follows ' #' is a comment, but not below 'when: |'" : '';
}

interface Span {
  readonly start: number;
  readonly end: number;
  /** Whether the span holds just what is meant, so that it can be replaced. */
  readonly isExact: boolean;
}

/** Where offsets into the value are in the text; where escapes or folding have moved them, the whole value. */
function placing(node: Node, text: string, skipped: number): (start: number, end: number) => Span {
  const whole = { ...placeOf(node), isExact: false };
  const offsets = isScalar(node) ? offsetsOf(node, text) : undefined;
  if (offsets === undefined) return () => whole;
  return (from, to) => {
    const start = offsets[from + skipped] ?? whole.start;
    const last = offsets[to + skipped - 1] ?? start;
    return { start, end: Math.max(start, last + 1), isExact: true };
  };
}

/** For each UTF-16 code unit of the value, where it stands in the text. */
function offsetsOf(node: Scalar, text: string): readonly number[] | undefined {
  const { start, end } = placeOf(node);
  const value = String(node.value);
  if (node.type === Scalar.BLOCK_LITERAL) return blockOffsets(value, text, start);
  const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE ? 1 : 0;
  const isAsWritten = text.slice(start + quoted, end - quoted) === value;
  return isAsWritten ? Array.from(value, (_, at) => start + quoted + at) : undefined;
}

function blockOffsets(value: string, text: string, start: number): readonly number[] {
  const offsets: number[] = [];
  let lineStart = text.indexOf('\n', start) + 1;
  const lines = value.split('\n');
  const first = lines.find((line) => line !== '') ?? '';
  const rest = text.slice(lineStart);
  const indent =
    Math.max(0, /^ */m.exec(rest.replace(/^(?: *\r?\n)+/, ''))?.[0].length ?? 0) -
    (first.length - first.trimStart().length);
  for (const line of lines) {
    const isBlank = line === '';
    for (let at = 0; at <= line.length; at += 1)
      offsets.push(lineStart + (isBlank ? 0 : indent) + at);
    lineStart = text.indexOf('\n', lineStart) + 1;
    if (lineStart === 0) break;
  }
  return offsets;
}
