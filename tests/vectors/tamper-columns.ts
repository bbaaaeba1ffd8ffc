import type { TamperedRows } from './tamper-cases.ts';

/** The columns that entries are found by, in the database alone; the leaf stays as it was signed. */
export const tamperedColumns: readonly TamperedRows[] = Object.entries({
  actor_id: `'usr_somebody_else'`,
  request_id: `'req_another'`,
  workspace_id: `'ws_another'`,
  decision: `'allowed'`,
  subject: `'pol_another'`,
  type: `'policy.archived'`,
  class: `'sys'`,
  time_us: 'time_us + 1',
  entry_id: `'aud_' || repeat('0', 32)`,
}).map(
  ([column, value]): TamperedRows => ({
    row: 16,
    what: `another ${column}`,
    column,
    value,
    exit: 1,
    check: 'V18',
  }),
);
