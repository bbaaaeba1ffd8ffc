import { tamperedColumns } from './tamper-columns.ts';
import { tamperedContent } from './tamper-content.ts';
import { tamperedEntries } from './tamper-entries.ts';
import { tamperedNotes } from './tamper-notes.ts';
import { shownHistories, tamperedReceipts, twoHistories } from './tamper-outside.ts';

/** The rows of the matrix, by the command that must find what was done. */
export const tamperMatrix = {
  verify: [...tamperedEntries, ...tamperedNotes, ...tamperedContent],
  'verify-receipt': tamperedReceipts,
  diff: twoHistories,
  watch: shownHistories,
  'verify --database': tamperedColumns,
} as const;
