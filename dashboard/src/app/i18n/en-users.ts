import type { UserView } from '../../../../src/contract/user-endpoints.ts';

const status: Record<UserView['status'], string> = {
  active: 'Active',
  invited: 'Invited',
  disabled: 'Disabled',
};

/** The people of a tenant, and how they come to it. */
export const enUsers = {
  title: 'Users',
  intro: 'The people of your organisation, and who is invited.',
  invite: 'Invite user',
  columns: {
    name: 'Name',
    email: 'Email address',
    role: 'Role',
    status: 'Status',
    lastSignIn: 'Last sign-in',
    actions: 'Actions',
  },
  status,
  linkExpired: 'Link expired',
  linkUntil: (time: string) => `The link works until ${time}.`,
  linkEnded: (time: string) => `The link stopped working: ${time}. Invite again.`,
  you: 'You',
  notJoined: 'Has not joined',
  notKnown: 'Not known',
  ownAccount: 'Nobody changes their own account. Ask another administrator.',
  count: (all: number) => (all === 1 ? '1 person' : `${all} people`),
  email: 'Email address',
  emailHint: 'They sign in with it. Monago sends no email.',
  role: 'Role',
  roleHints: {
    admin: 'Manages keys, policies, settings and people, and decides approvals.',
    auditor: 'Reads everything and changes nothing. For compliance and auditors.',
  },
  inviteSubmit: 'Create invitation',
  linkTitle: (email: string) => `Invitation of ${email}`,
  linkWarning:
    'This link is shown only now. Whoever opens it joins as this person, so hand it over by a way that you trust.',
  linkLabel: 'Invitation link',
  linkExpires: (time: string) => `It works once, until ${time}. An earlier link no longer works.`,
  linkCopied: 'I have copied the link.',
  linkWiped: 'The link was removed from this page. Invite again if you did not copy it.',
  inviteAgain: 'Invite again',
  changeRole: 'Change role',
  changeRoleTitle: (name: string) => `Role of ${name}`,
  changeRoleSubmit: 'Change role',
  disable: 'Disable',
  disableTitle: (name: string) => `Disable ${name}`,
  disableText:
    'They are signed out at once and cannot sign in. API keys that they created go on working: revoke those under API Keys.',
  withdrawText: 'The link of the invitation stops working at once.',
  disableSubmit: 'Disable user',
  enable: 'Enable',
  join: {
    title: 'Join Monago',
    intro: (organisation: string, role: string) =>
      `You are invited to ${organisation} as ${role}. This link works once.`,
    waiting: 'Opening the invitation',
    name: 'Your name',
    email: 'Email address',
    emailHint: 'You sign in with it.',
    submit: 'Join',
    noToken: 'The invitation link is incomplete',
    noTokenText: 'Open the whole link that you were sent.',
    ended: 'This invitation is not valid any more',
    endedText:
      'It was used, replaced or withdrawn, or its time is over. Ask an administrator for a new one.',
    toSignIn: 'Go to sign in',
  },
};
