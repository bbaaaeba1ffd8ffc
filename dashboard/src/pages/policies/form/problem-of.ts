import type { Problem } from '../../../../../src/domain/policy/document/problem.ts';
import type { FieldName } from './edit-document.ts';

/** The first error within a field's lines, so that it can stand below the field of the form. */
export function problemOf(
  text: string,
  name: FieldName,
  problems: readonly Problem[],
): string | undefined {
  const head = new RegExp(`^["']?${name}["']?\\s*:`, 'm').exec(text);
  if (head === null) return undefined;
  const next = /^(?=["'A-Za-z_])/gm;
  next.lastIndex = head.index + head[0].length;
  const end = next.exec(text)?.index ?? text.length;
  return problems.find(
    ({ severity, start }) => severity === 'error' && start >= head.index && start < end,
  )?.message;
}
