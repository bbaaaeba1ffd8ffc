import type { ControlEndpointName } from '../../src/contract/endpoints.ts';
import { evidenceDrives } from './evidence-drives.ts';
import { adminEmail, adminPassword, type Drive, type Gate, type Plan } from './gate.ts';
import { governanceDrives } from './governance-drives.ts';
import { isRecord } from './recorder.ts';
import { userDrives } from './user-drives.ts';

const headers = (gate: Gate) => gate.sessionHeaders;
const nothing: Drive = { headers, plan: () => ({}) };
const withId = (what: string) => (gate: Gate) => ({ params: { id: gate.recall(what) } });

/** How every row of the control plane is made to succeed, in this order. A row that is missing does not compile. */
export const controlDrives: Readonly<Record<ControlEndpointName, Drive>> = {
  'setup.state': nothing,
  'setup.complete': {
    headers,
    plan: ({ site }) => setup(site.monago.setupLink, adminEmail),
    harmless: () => setup(`#token=${'x'.repeat(43)}`, adminEmail),
  },
  'session.create': {
    headers,
    plan: () => ({ body: { email: adminEmail, password: adminPassword } }),
  },
  'session.read': nothing,
  'settings.read': nothing,
  'settings.update': {
    headers,
    plan: () => ({ body: { credential_fallback: 'never', translation: 'lenient' } }),
  },
  'model_alias.set': {
    headers,
    plan: (gate) => ({
      body: {
        alias: gate.newName().replace(' ', '-'),
        provider: 'bedrock',
        model: 'eu.amazon.nova-pro-v1:0',
      },
    }),
    learn: (reply, gate) => {
      gate.remember('model alias', memberOf(reply.json(), 'alias'));
    },
  },
  'model_alias.list': nothing,
  'model_alias.remove': {
    headers,
    plan: (gate) => ({ params: { alias: gate.recall('model alias') } }),
    harmless: () => ({ params: { alias: 'not-there' } }),
  },
  'workspace.list': nothing,
  'credential.add': credentialAdd('credential'),
  'credential.rotate': credentialRotate('credential'),
  'credential.disable': { headers, plan: withId('credential') },
  'credential.enable': { headers, plan: withId('credential') },
  'credential.list': nothing,
  'credential.revoke': credentialRevoke('credential'),
  'token.create': {
    headers,
    plan: (gate) => ({ body: { name: gate.newName() } }),
    learn: (reply, gate) => {
      gate.remember('token', memberOf(reply.json()['token'], 'id'));
    },
  },
  'token.list': nothing,
  ...governanceDrives,
  ...evidenceDrives,
  'token.revoke': { headers, plan: withId('token') },
  'audit.head': {
    headers,
    plan: () => ({}),
    learn: (reply, gate) => {
      gate.remember('log', memberOf(reply.json(), 'origin').replace(/^.*\//, ''));
    },
  },
  'audit.status': nothing,
  'audit.list': {
    headers,
    plan: () => ({ query: { limit: '200', class: 'admin', type: 'credential.created' } }),
    learn: (reply, gate) => {
      const entries = reply.json()['entries'];
      gate.remember('entry', memberOf(Array.isArray(entries) ? entries[0] : undefined, 'id'));
    },
  },
  'audit.entry': { headers, plan: withId('entry') },
  'audit.receipt': { headers, plan: withId('entry') },
  'audit.file': {
    headers,
    plan: (gate) => ({ params: { log: gate.recall('log'), file: 'tile/entries/000.p/1' } }),
  },
  'audit.records': { headers, plan: () => ({ query: { format: 'ocsf' } }) },
  'audit.export': nothing,
  'platform_credential.add': credentialAdd('platform credential'),
  'platform_credential.rotate': credentialRotate('platform credential'),
  'platform_credential.disable': { headers, plan: withId('platform credential') },
  'platform_credential.enable': { headers, plan: withId('platform credential') },
  'platform_credential.list': nothing,
  'platform_credential.revoke': credentialRevoke('platform credential'),
  'tenant.create': {
    headers,
    plan: () => ({ body: { name: 'Another Bank' } }),
    learn: (reply, gate) => {
      const { tenant } = reply.json();
      gate.remember('tenant', memberOf(tenant, 'id'));
    },
  },
  'tenant.list': nothing,
  'tenant.invite': { headers, plan: withId('tenant') },
  ...userDrives,
  'session.end': {
    headers,
    plan: async (gate) => {
      await gate.signIn();
      return {};
    },
    harmless: () => ({}),
  },
};

/** @param link of which only the token counts */
export function setup(link: string, email: string): Plan {
  return {
    body: {
      token: link.split('#token=')[1] ?? '',
      organisation: 'Bank Nusantara',
      name: 'Sri Wahyuni',
      email,
      password: adminPassword,
    },
  };
}

function credentialAdd(what: string): Drive {
  return {
    headers,
    plan: (gate) => ({ body: openAiCredential(gate) }),
    learn: (reply, gate) => {
      gate.remember(what, memberOf(reply.json(), 'id'));
      gate.remember(`name of the ${what}`, memberOf(reply.json(), 'name'));
    },
  };
}

function openAiCredential(gate: Gate): Readonly<Record<string, unknown>> {
  return {
    provider: 'openai',
    name: gate.newName(),
    api_key: gate.mint.entrust('openai.api_key', 'api_key, accepted').text,
    base_url: `${gate.site.openai.url}/v1`,
  };
}

function credentialRotate(what: string): Drive {
  return {
    headers,
    plan: (gate): Plan => ({
      ...withId(what)(gate),
      body: {
        api_key: gate.mint.entrust('openai.api_key', 'api_key of a rotation, accepted').text,
      },
    }),
  };
}

function credentialRevoke(what: string): Drive {
  return {
    headers,
    plan: (gate): Plan => ({
      ...withId(what)(gate),
      body: { confirm_name: gate.recall(`name of the ${what}`) },
    }),
    harmless: (gate): Plan => ({ ...withId(what)(gate), body: { confirm_name: 'not its name' } }),
  };
}

export function memberOf(value: unknown, name: string): string {
  const text = isRecord(value) ? value[name] : undefined;
  if (typeof text !== 'string') throw new Error(`the answer has no ${name}`);
  return text;
}
