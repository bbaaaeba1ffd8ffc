/** What the control plane answers about content, holds, erasure and retention; part of `errorTable`. */
export const evidenceRefusals = {
  entry_pruned: {
    status: 410,
    type: 'not_found_error',
    message: 'This entry was removed when its time was over. Its hash is still in the log.',
  },
  content_not_kept: {
    status: 404,
    type: 'not_found_error',
    message: 'No content is kept for this entry: policy did not ask for it, or it was erased.',
  },
  legal_hold: {
    status: 409,
    type: 'conflict_error',
    message: 'A legal hold covers what would be erased.',
  },
  hold_not_found: { status: 404, type: 'not_found_error', message: 'Legal hold not found' },
  hold_released: {
    status: 409,
    type: 'conflict_error',
    message: 'This legal hold was released before.',
  },
  erasure_not_found: { status: 404, type: 'not_found_error', message: 'Erasure not found' },
  reveal_not_found: {
    status: 404,
    type: 'not_found_error',
    message: 'Request to see content not found',
  },
  reveal_closed: {
    status: 409,
    type: 'conflict_error',
    message: 'This request was decided, used, or its time is over.',
  },
  reveal_own: {
    status: 403,
    type: 'permission_error',
    message: 'Somebody else has to decide about this: it is your own request.',
  },
} as const;
