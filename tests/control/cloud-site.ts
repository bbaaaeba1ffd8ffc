import { expect } from 'vitest';
import type { Browser } from './browser.ts';
import { adminEmail, type ControlSite, password } from './control-site.ts';

export const operatorEmail = 'operator@platform.example';

/** Uses a set-up link and returns the browser of the person it made, signed in. */
export async function useSetupLink(
  site: ControlSite,
  token: string,
  email: string,
): Promise<Browser> {
  const browser = site.browser();
  const reply = await browser.post('/api/setup', {
    token,
    organisation: `Organisation of ${email}`,
    name: 'Somebody',
    email,
    password,
  });
  expect(reply.statusCode, reply.body).toBe(201);
  return browser;
}

/** The token of a set-up link. */
export function tokenOf(setupLink: string): string {
  return new URL(setupLink).hash.replace('#token=', '');
}

/** The platform's operator of a cloud deployment, made by its first link. */
export async function setUpOperator(site: ControlSite): Promise<Browser> {
  return useSetupLink(site, await site.newSetupToken(), operatorEmail);
}

/** A tenant that the operator opens, its first administrator signed in. */
export async function openTenant(
  site: ControlSite,
  operator: Browser,
  email = adminEmail,
): Promise<Browser> {
  const reply = await operator.post('/api/platform/tenants', { name: 'Bank Nusantara' });
  expect(reply.statusCode, reply.body).toBe(201);
  return useSetupLink(site, tokenOf(reply.json().setup_link), email);
}
