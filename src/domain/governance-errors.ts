/** What the gateway answers about requests that wait for a person; part of `errorTable`. */
export const approvalRefusals = {
  pending_approval: {
    status: 403,
    type: 'policy_error',
    message: 'The request waits for a person’s approval.',
  },
  approval_rejected: {
    status: 403,
    type: 'policy_error',
    message: 'A person looked at the request and rejected it.',
  },
  approval_expired: {
    status: 403,
    type: 'policy_error',
    message: 'The approval has expired. Send the request again to ask for another one.',
  },
  approval_mismatch: {
    status: 403,
    type: 'policy_error',
    message: 'The approval is for another request, or it has been used.',
  },
} as const;

/** What the control plane answers about policies and approvals; part of `errorTable`. */
export const governanceRefusals = {
  policy_not_found: { status: 404, type: 'not_found_error', message: 'Policy not found' },
  policy_name_taken: {
    status: 409,
    type: 'conflict_error',
    message: 'Policy name already used',
  },
  policy_archived: {
    status: 409,
    type: 'conflict_error',
    message: 'This policy is archived. Create another one instead.',
  },
  policy_in_force: {
    status: 409,
    type: 'conflict_error',
    message: 'This policy is in force. Take it out of force first.',
  },
  policy_changed: {
    status: 409,
    type: 'conflict_error',
    message: 'Somebody else has saved a newer version. Look at it first.',
  },
  policy_invalid: {
    status: 422,
    type: 'invalid_request_error',
    message: 'The policy has problems and cannot be used as it is.',
  },
  policy_tests_failed: {
    status: 422,
    type: 'invalid_request_error',
    message: 'The policy does not pass its own tests.',
  },
  acknowledgement_required: {
    status: 409,
    type: 'conflict_error',
    message: 'There are findings that have to be acknowledged first.',
  },
  approval_not_found: { status: 404, type: 'not_found_error', message: 'Approval not found' },
  approval_closed: {
    status: 409,
    type: 'conflict_error',
    message: 'This approval is decided or has expired.',
  },
  four_eyes_required: {
    status: 403,
    type: 'permission_error',
    message: 'Somebody else has to approve this: the request was made with your own API key.',
  },
  not_an_approver: {
    status: 403,
    type: 'permission_error',
    message: 'The policy names other people to decide this.',
  },
} as const;
