import { z } from 'zod';
import { visibleWords, withoutKey } from './text.ts';

/** What people tell of themselves, or of one another. */

export const personName = visibleWords('Enter your name.', 120);

export const newPassword = z
  .string()
  .min(15, 'Use at least 15 characters.')
  .max(256, 'Use at most 256 characters.');

// Before the capitals are gone, by which a key is known.
export const emailAddress = z
  .email('Enter an email address.')
  .max(254)
  .refine(...withoutKey)
  .toLowerCase();
