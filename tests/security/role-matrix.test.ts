import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { controlErrors } from '../../src/contract/endpoint-errors.ts';
import {
  type ControlEndpointName,
  controlEndpoints,
  controlEndpointsIn,
} from '../../src/contract/endpoints.ts';
import {
  type DeploymentMode,
  may,
  type Role,
  type TokenScope,
  tokenScopes,
} from '../../src/domain/access/role.ts';
import { type ErrorCode, errorTable } from '../../src/domain/error-table.ts';
import type { Browser } from '../control/browser.ts';
import { openTenant, operatorEmail, setUpOperator } from '../control/cloud-site.ts';
import {
  adminEmail,
  auditorEmail,
  type ControlSite,
  openControlSite,
  password,
  setUpSite,
  signInAs,
} from '../control/control-site.ts';
import { matrixCalls, urlOf } from './role-matrix-calls.ts';

type Who = Role | 'anonymous';

const rows: [ControlEndpointName, Endpoint][] = [];
for (const [name, row] of Object.entries(controlEndpoints)) {
  if (isName(name)) rows.push([name, row]);
}

function isName(name: string): name is ControlEndpointName {
  return Object.hasOwn(controlEndpoints, name);
}

/** What the matrix of roles says about a row; undefined lets the request in. */
function expectedRefusal({ access }: Endpoint, who: Who): ErrorCode | undefined {
  if (access === 'public') return undefined;
  if (who === 'anonymous') return 'signed_out';
  return access !== 'inference' && may(who, access) ? undefined : 'forbidden';
}

/** What an API key may be told: what the row says of what is asked for, or why it is not let in. */
function expectedForKey({ apiKey, errors }: Endpoint, scope: TokenScope): readonly string[] {
  if (apiKey === undefined) return ['signed_out'];
  return apiKey === scope ? errors : ['forbidden'];
}

// A public endpoint may well say `signed_out` of its own; any other says it only to whom it does not let in.
function refusals({ access }: Endpoint): readonly ErrorCode[] {
  return access === 'public' ? ['forbidden'] : ['forbidden', 'signed_out'];
}

const people = {
  onprem: ['anonymous', 'auditor', 'admin'],
  cloud: ['anonymous', 'auditor', 'admin', 'super_admin'],
} as const satisfies Record<DeploymentMode, readonly Who[]>;
const emailOf = { admin: adminEmail, auditor: auditorEmail, super_admin: operatorEmail } as const;

test('what is the tenant’s is nothing of the operator’s', () => {
  const ofTenants = rows.filter(([, { access, mode }]) => {
    const isOpen = access === 'public' || access === 'session.own' || access.startsWith('audit.');
    return mode === undefined && !isOpen;
  });
  expect(ofTenants.length).toBeGreaterThan(10);
  for (const [name, row] of ofTenants) {
    expect(expectedRefusal(row, 'super_admin'), name).toBe('forbidden');
  }
});

describe.each(['onprem', 'cloud'] as const)('every endpoint for every role, %s', (mode) => {
  let site: ControlSite;
  const browsers: Partial<Record<Who, Browser>> = {};
  const served = rows.filter(([name]) => Object.hasOwn(controlEndpointsIn(mode), name));
  const unserved = rows.filter(([name]) => !Object.hasOwn(controlEndpointsIn(mode), name));

  beforeAll(async () => {
    site = await openControlSite({ mode });
    browsers.anonymous = site.browser();
    if (mode === 'cloud') {
      browsers.super_admin = await setUpOperator(site);
      browsers.admin = await openTenant(site, browsers.super_admin);
    } else {
      browsers.admin = await setUpSite(site);
    }
    browsers.auditor = await signInAs(site, 'auditor', auditorEmail);
  });

  afterAll(() => site.close());

  async function call(who: Who, name: ControlEndpointName, row: Endpoint) {
    const browser = browsers[who];
    if (browser === undefined) throw new Error(`nobody is signed in as ${who}`);
    const { id, body } = matrixCalls[name];
    const reply = await browser.send(row.method, urlOf(row, id), body);
    if (name === 'session.end' && who !== 'anonymous') await signInAgain(who, browser);
    return reply;
  }

  async function signInAgain(who: Role, browser: Browser): Promise<void> {
    const reply = await browser.post('/api/session', { email: emailOf[who], password });
    expect(reply.statusCode).toBe(201);
  }

  test('the table is not empty, and has rows of every kind', () => {
    expect(served.filter(([, { apiKey }]) => apiKey !== undefined)).toHaveLength(2);
    expect(served.length).toBeGreaterThan(15);
    expect(new Set(served.map(([, { access }]) => access)).size).toBeGreaterThan(6);
    expect(unserved).toHaveLength(mode === 'cloud' ? 0 : 9);
  });

  for (const who of people[mode]) {
    test.each(served)(`${who}: %s`, async (name, row) => {
      const reply = await call(who, name, row);
      const refusal = expectedRefusal(row, who);
      if (refusal !== undefined) {
        expect(reply.statusCode).toBe(errorTable[refusal].status);
        expect(reply.json().code).toBe(refusal);
        return;
      }
      if (reply.statusCode === row.status) return;
      const { code } = reply.json();
      expect(controlErrors(row).filter((own) => !refusals(row).includes(own))).toContain(code);
    });
  }

  test.runIf(mode === 'onprem').each(unserved)(
    '%s does not exist for anybody',
    async (name, row) => {
      for (const who of people[mode]) {
        const reply = await call(who, name, row);
        expect(reply.statusCode, who).toBe(404);
        expect(reply.json(), who).toMatchObject({ code: 'not_found', title: 'Not found.' });
        expect(reply.headers.allow, who).toBeUndefined();
      }
    },
  );

  test.each(served)('%s: only its own method is offered', async (name, row) => {
    const url = urlOf(row, matrixCalls[name].id);
    const own = new Set(served.filter(([, r]) => r.path === row.path).map(([, r]) => r.method));
    const admin = browsers.admin ?? site.browser();
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      if ([...own].some((offered) => offered === method)) continue;
      const reply = await admin.send(method, url);
      expect(reply.statusCode, method).toBe(405);
      expect(reply.headers.allow).toBe([...own].join(', '));
    }
  });

  test('a forged or foreign cookie signs nobody in', async () => {
    const cookie = browsers.admin?.cookie ?? '';
    const flipped = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A');
    for (const forged of [flipped, `${cookie}x`, '__Host-monago_session=', cookie.slice(0, -3)]) {
      const reply = await site.fastify.inject({
        url: '/api/session',
        headers: { cookie: forged, 'sec-fetch-site': 'same-origin' },
      });
      expect(reply.statusCode, forged).toBe(401);
    }
  });

  test('an access token of the gateway opens nothing here', async () => {
    const admin = browsers.admin ?? site.browser();
    const { jwt } = (await admin.post('/api/tokens', { name: 'not a session' })).json();
    expect(jwt.split('.')).toHaveLength(3);
    const reply = await site.fastify.inject({
      url: '/api/credentials',
      headers: { authorization: `Bearer ${jwt}`, cookie: `__Host-monago_session=${jwt}` },
    });
    expect(reply.statusCode).toBe(401);
  });

  async function callWithKey(jwt: string, name: ControlEndpointName, row: Endpoint) {
    const { id, body: payload } = matrixCalls[name];
    const headers = { 'sec-fetch-site': 'same-origin', authorization: `Bearer ${jwt}` };
    const request = { method: row.method, url: urlOf(row, id), headers };
    const reply = await site.fastify.inject(
      payload === undefined ? request : { ...request, payload },
    );
    return String(reply.json().code);
  }

  test.each(tokenScopes)(
    'an API key for %s opens what is for it, and nothing else',
    async (scope) => {
      const admin = browsers.admin ?? site.browser();
      const { jwt } = (await admin.post('/api/tokens', { name: `matrix ${scope}`, scope })).json();
      for (const [name, row] of served) {
        if (row.access === 'public') continue;
        expect(expectedForKey(row, scope), name).toContain(await callWithKey(jwt, name, row));
      }
    },
  );

  test('an endpoint that does not exist is not found, for anybody', async () => {
    for (const browser of [browsers.anonymous, browsers.admin]) {
      const reply = await browser?.get('/api/secrets');
      expect(reply?.statusCode).toBe(404);
      expect(reply?.json()).toMatchObject({ code: 'not_found', status: 404 });
    }
  });
});
