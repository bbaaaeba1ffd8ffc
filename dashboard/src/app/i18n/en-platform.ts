/** What concerns the platform: its operator's pages, and what a tenant sees of its default keys. */
export const enPlatform = {
  tenants: {
    title: 'Tenants',
    intro: 'The organisations on this platform. Nothing of what is in them is visible here.',
    create: 'Create tenant',
    name: 'Organisation',
    nameHint: 'Its first administrator can correct it.',
    submit: 'Create tenant',
    columns: { name: 'Organisation', status: 'Status', created: 'Created', actions: 'Actions' },
    status: { invited: 'Waiting for administrator', active: 'Active' },
    invite: 'Invite again',
    inviteOf: (name: string) => `Invite again: ${name}`,
    inviteDone: 'This organisation has its administrator already.',
    linkTitle: (name: string) => `Set-up link of ${name}`,
    linkWarning:
      'This link is shown only now. Whoever opens it becomes the first administrator, so hand it over by a way that you trust.',
    linkLabel: 'Set-up link',
    linkExpires: (time: string) => `It works once, until ${time}. An earlier link no longer works.`,
    linkCopied: 'I have copied the link.',
    linkWiped: 'The link was removed from this page. Invite again if you did not copy it.',
    emptyTitle: 'No tenant yet',
    emptyText: 'Create one and hand its set-up link to the first administrator.',
    count: (all: number) => (all === 1 ? '1 tenant' : `${all} tenants`),
  },
  keys: {
    title: 'Platform keys',
    intro:
      'Fallback default keys. One stands in for a tenant that has no active credential of a provider and allows it.',
    inUseWhy: 'Stands in for tenants: it is the newest active one of its provider.',
    emptyTitle: 'No fallback default key',
    emptyText:
      'Without one, requests of a tenant that has no active credential are refused as not configured.',
  },
  banner: {
    label: 'Fallback default key',
    text: (time: string) =>
      `Requests of your organisation went out with the platform’s key, because no credential of its own was active. Last time: ${time}.`,
    action: 'Go to AI Providers',
    hide: 'Hide on this page',
  },
  settings: {
    title: 'Settings',
    intro: 'What applies to the whole organisation.',
    tabs: { general: 'General', inspection: 'Inspection' },
    fallback: 'Fallback default key',
    fallbackText: {
      cloud:
        'The operator of this platform can keep a key of its own for each provider. It can stand in while your organisation has no active credential. A provider error never leads to it.',
      onprem:
        'Whoever operates this installation can set a default key for each provider. It can stand in while no credential is active. A provider error never leads to it.',
    },
    platform: { cloud: 'Use the platform’s key', onprem: 'Use the default key' },
    platformHint:
      'Requests go out with it where there is one, and are refused where there is none. Each use is in the audit log and shown on every page for a day.',
    never: 'Never',
    neverHint: 'Without an active credential requests are refused as not configured.',
    lastUsed: 'It last stood in',
    notUsed: 'It has not stood in yet.',
    save: 'Save',
    saved: 'Saved and recorded in the audit log.',
  },
};
