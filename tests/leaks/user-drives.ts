import type { ControlEndpointName } from '../../src/contract/endpoints.ts';
import { adminPassword, type Drive, type Gate, type Plan } from './gate.ts';
import type { Reply } from './recorder.ts';

const headers = (gate: Gate) => gate.sessionHeaders;
const nothing: Drive = { headers, plan: () => ({}) };
const person = (gate: Gate): Plan => ({ params: { id: gate.recall('user') } });

type UserRow = Extract<ControlEndpointName, `user.${string}` | `invitation.${string}`>;

/** How the rows of people are made to succeed, in this order; the gate goes on as who has joined. */
export const userDrives: Readonly<Record<UserRow, Drive>> = {
  'user.invite': {
    headers,
    plan: (gate) => ({ body: { email: newAddress(gate), role: 'auditor' } }),
    learn: rememberInvited,
  },
  'user.list': nothing,
  'user.change_role': { headers, plan: (gate) => ({ ...person(gate), body: { role: 'admin' } }) },
  'user.disable': { headers, plan: person },
  'user.enable': { headers, plan: person },
  'user.invite_again': { headers, plan: person, learn: rememberInvited },
  'invitation.read': {
    headers,
    plan: (gate) => ({ body: { token: gate.recall('token of the invitation') } }),
  },
  'invitation.accept': {
    headers,
    plan: (gate) => acceptance(gate.recall('token of the invitation')),
    harmless: () => acceptance('x'.repeat(43)),
  },
};

function acceptance(token: string): Plan {
  return { body: { token, name: 'Budi Santoso', password: adminPassword } };
}

function newAddress(gate: Gate): string {
  return `${gate.newName().replace(' ', '-')}@bank.example`;
}

function rememberInvited(reply: Reply, gate: Gate): void {
  const { user, invitation_link: link } = reply.json();
  if (typeof user !== 'object' || user === null || !('id' in user)) throw new Error('no user');
  gate.remember('user', String(user.id));
  gate.remember('token of the invitation', String(link).split('#token=')[1] ?? '');
}
