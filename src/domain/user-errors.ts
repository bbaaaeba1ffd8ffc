/** What the control plane answers about people; part of `errorTable`. */
export const userRefusals = {
  user_not_found: { status: 404, type: 'not_found_error', message: 'User not found' },
  user_email_taken: {
    status: 409,
    type: 'conflict_error',
    message: 'Somebody already uses this email address.',
  },
  user_not_invited: {
    status: 409,
    type: 'conflict_error',
    message: 'This person does not wait for an invitation.',
  },
  own_account: {
    status: 409,
    type: 'conflict_error',
    message: 'Nobody can do this to their own account. Ask another administrator.',
  },
  invitation_invalid: {
    status: 410,
    type: 'permission_error',
    message: 'This invitation is not valid any more. Ask an administrator for a new one.',
  },
} as const;
