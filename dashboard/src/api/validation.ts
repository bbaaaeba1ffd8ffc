import type { z } from 'zod';
import type { Dictionary } from '../app/i18n/en.ts';
import type { FieldError } from './api-error.ts';

export type FieldErrors = Readonly<Record<string, string>>;

/** Text fields of a form as typed, by name. An empty one was not filled in and is left out. */
export function fieldsOf(form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value !== '') fields[name] = value;
  }
  return fields;
}

/** First complaint about each field, in the reader's language. */
export function complaints(
  issues: readonly z.core.$ZodIssue[],
  text: Dictionary['validation'],
): FieldErrors {
  const found: Record<string, string> = {};
  for (const issue of issues) {
    const field = String(issue.path[0] ?? '');
    found[field] ??= complaint(issue, text);
  }
  return found;
}

function complaint(issue: z.core.$ZodIssue, text: Dictionary['validation']): string {
  if (issue.code === 'invalid_type') return text.required;
  if (issue.code === 'too_small') {
    const least = Number(issue.minimum);
    return least <= 1 ? text.required : text.tooShort(least);
  }
  if (issue.code === 'too_big') return text.tooLong(Number(issue.maximum));
  if (issue.code === 'invalid_format' && issue.format === 'email') return text.email;
  return text.invalid;
}

export function serverComplaints(errors: readonly FieldError[]): FieldErrors {
  return Object.fromEntries(errors.map(({ field, message }) => [field, message]));
}
