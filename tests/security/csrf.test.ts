import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlEndpoints } from '../../src/contract/endpoints.ts';
import type { Browser } from '../control/browser.ts';
import { openTenant, setUpOperator } from '../control/cloud-site.ts';
import {
  type ControlSite,
  openControlSite,
  publicUrl,
  setUpSite,
} from '../control/control-site.ts';
import { urlOf } from './role-matrix-calls.ts';

const host = new URL(publicUrl).host;
const body = JSON.stringify({ name: 'made by another site' });

describe('a request that another site makes with the administrator’s cookie', () => {
  let site: ControlSite;
  let admin: Browser;

  beforeAll(async () => {
    // All rows of the contract are served in cloud mode.
    site = await openControlSite({ mode: 'cloud' });
    admin = await openTenant(site, await setUpOperator(site));
  });

  afterAll(() => site.close());

  const post = (headers: Record<string, string>, payload: string = body) =>
    site.fastify.inject({
      method: 'POST',
      url: '/api/tokens',
      headers: { host, cookie: admin.cookie ?? '', ...headers },
      payload,
    });
  const json = { 'content-type': 'application/json' };

  test.each<[string, Record<string, string>]>([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['from a sibling subdomain', { 'sec-fetch-site': 'same-site' }],
    ['typed by the user', { 'sec-fetch-site': 'none' }],
    ['with an unknown site value', { 'sec-fetch-site': 'whatever' }],
    ['with an empty site value', { 'sec-fetch-site': '' }],
    ['with the site value twice', { 'sec-fetch-site': 'same-origin, cross-site' }],
    ['with the site value in another case', { 'sec-fetch-site': 'Same-Origin' }],
    ['cross-site with our origin forged', { 'sec-fetch-site': 'cross-site', origin: publicUrl }],
    ['with neither site nor origin', {}],
    ['from a null origin', { origin: 'null' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from our name over plain HTTP', { origin: `http://${host}x` }],
    ['from our name on another port', { origin: `${publicUrl}:8443` }],
    ['from a name that begins like ours', { origin: `${publicUrl}.evil.example` }],
    ['from a name that ends like ours', { origin: `https://evil-${host}` }],
    ['with our origin in the path of another', { origin: `https://evil.example/${publicUrl}` }],
    ['with a referrer of ours only', { referer: `${publicUrl}/` }],
  ])('is refused: %s', async (_, headers) => {
    const reply = await post({ ...json, ...headers });
    expect(reply.statusCode).toBe(403);
    expect(reply.json().code).toBe('cross_site_request');
    expect((await admin.get('/api/tokens')).json().tokens).toEqual([]);
  });

  test.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['text/json'],
    ['application/jsonx'],
  ])('is refused as %s, which a form could send', async (type) => {
    const reply = await post({ 'content-type': type, 'sec-fetch-site': 'same-origin' });
    expect(reply.statusCode).toBe(415);
    expect(reply.json().code).toBe('unsupported_media_type');
  });

  test('gets no permission from a preflight', async () => {
    const reply = await site.fastify.inject({
      method: 'OPTIONS',
      url: '/api/tokens',
      headers: {
        host,
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(reply.statusCode).toBe(405);
    const names = Object.keys(reply.headers);
    expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('cannot read an answer either: no endpoint allows another origin', async () => {
    const reply = await site.fastify.inject({
      url: '/api/session',
      headers: { host, origin: 'https://evil.example', cookie: admin.cookie ?? '' },
    });
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  });

  test('is refused at every endpoint that changes something, public ones too', async () => {
    const unsafe = Object.values(controlEndpoints).filter(({ method }) => method !== 'GET');
    expect(unsafe.length).toBeGreaterThan(8);
    for (const row of unsafe) {
      const reply = await site.fastify.inject({
        method: row.method,
        url: urlOf(row, 'x'),
        headers: { host, cookie: admin.cookie ?? '', 'sec-fetch-site': 'cross-site' },
      });
      expect(reply.json().code, row.path).toBe('cross_site_request');
    }
    expect((await admin.get('/api/session')).statusCode).toBe(200);
  });
});

describe('a request of the dashboard itself', () => {
  let site: ControlSite;
  let admin: Browser;

  beforeAll(async () => {
    site = await openControlSite();
    admin = await setUpSite(site);
  });

  afterAll(() => site.close());

  test.each<[string, Record<string, string>]>([
    ['says same-origin', { 'sec-fetch-site': 'same-origin' }],
    ['names our public origin where the browser sends no site', { origin: publicUrl }],
    [
      'names the origin it was reached at',
      { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' },
    ],
  ])('passes when it %s', async (title, headers) => {
    const reply = await site.fastify.inject({
      method: 'POST',
      url: '/api/tokens',
      headers: { host, cookie: admin.cookie ?? '', 'content-type': 'application/json', ...headers },
      payload: JSON.stringify({ name: title.slice(0, 80) }),
    });
    expect(reply.statusCode, reply.body).toBe(201);
  });
});
