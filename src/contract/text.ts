import { z } from 'zod';
import { holdsKey } from '../domain/credential/key-in-text.ts';

// Names are shown, typed back and written to the audit log: nothing invisible may hide in them.
const visible = /^\P{C}*$/u;

/** For what is kept and shown as it was typed. The message must not repeat what it refuses. */
export const withoutKey = [
  (text: string) => !holdsKey(text),
  'This looks like a key. Keys belong into the field for keys only.',
] as const;

export const visibleWords = (emptyMessage: string, lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1, emptyMessage)
    .max(lengthMax, `Use at most ${lengthMax} characters.`)
    .regex(visible, 'Use visible characters only.')
    .refine(...withoutKey);

/** For documents that are kept as they are: what the database cannot hold is no text. */
export const wholeText = [
  (text: string) => !/[\0\p{Cs}]/u.test(text),
  'Use whole characters only.',
] as const;

/** The same as words where nothing need be said; lines may be broken. */
export const visibleText = (lengthMax: number) =>
  z
    .string()
    .trim()
    .max(lengthMax, `Use at most ${lengthMax} characters.`)
    .regex(/^(?:\P{C}|\n)*$/u, 'Use visible characters only.')
    .refine(...withoutKey)
    .default('');

export const visibleName = visibleWords('Enter a name.', 80);
