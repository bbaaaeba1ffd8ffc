import { z } from 'zod';

// Names are shown, typed back and written to the audit log: nothing invisible may hide in them.
const visible = /^\P{C}*$/u;

export const visibleWords = (emptyMessage: string, lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1, emptyMessage)
    .max(lengthMax, `Use at most ${lengthMax} characters.`)
    .regex(visible, 'Use visible characters only.');

export const visibleName = visibleWords('Enter a name.', 80);
