import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type MonagoProcess, startMonago } from '../support/monago-process.ts';
import {
  closeShownKey,
  everythingKept,
  openAddProvider,
  send,
  setUp,
  shownKey,
  type Visit,
  visit,
} from './byok-visit.ts';

const password = 'a long enough passphrase';
const dewi = {
  organisation: 'Awan Platform',
  name: 'Dewi Lestari',
  email: 'dewi@platform.example',
  password,
};
const budi = { organisation: 'RS Harapan', name: 'Budi', email: 'budi@rs.example', password };

/** The platform's operator and a tenant's administrator, each in a browser of their own. */
describe('in cloud mode', () => {
  let monago: MonagoProcess;
  let browser: Browser;
  let operator: Visit;
  let tenant: Visit;
  let link = '';

  beforeAll(async () => {
    monago = await startMonago({ MONAGO_MODE: 'cloud' });
    browser = await launchBrowser();
    operator = await visit(browser, monago.url);
    tenant = await visit(browser, monago.url);
    await setUp(operator.page, monago.setupLink, dewi);
  });

  afterAll(async () => {
    await browser?.close();
    await monago?.stop();
  });

  test('the operator has a menu of their own, and the pages of a tenant do not exist', async () => {
    await operator.page.getByRole('heading', { name: 'Tenants' }).waitFor();
    expect(await menuOf(operator.page)).toEqual(['Tenants', 'Platform keys', 'Audit']);
    for (const path of ['/providers', '/api-keys', '/settings']) {
      await operator.page.goto(monago.url + path);
      await operator.page.getByRole('heading', { name: 'Page not found' }).waitFor();
    }
    await operator.page.getByRole('link', { name: 'Go to the start page' }).click();
    await operator.page.getByRole('heading', { name: 'Tenants' }).waitFor();
  });

  test('a tenant is created, and its set-up link is shown once', async () => {
    const { page, dialog } = operator;
    await page.getByRole('button', { name: 'Create tenant' }).first().click();
    await send(dialog, { Organisation: 'Rumah Sakit Harapan' }, 'Create tenant');
    link = (await shownKey(operator))['Set-up link'] ?? '';
    expect(link.startsWith(`${monago.url}/setup#token=`)).toBe(true);
    await closeShownKey(operator, 'I have copied the link.');
    await page.getByText('Waiting for administrator').waitFor();
    expect(await everythingKept(page)).not.toContain(link.slice(-20));
  });

  test('another link replaces it', async () => {
    const { page } = operator;
    await page.getByRole('button', { name: 'Invite again: Rumah Sakit Harapan' }).click();
    const newer = (await shownKey(operator))['Set-up link'] ?? '';
    expect(newer).not.toBe(link);
    await closeShownKey(operator, 'I have copied the link.');
    await setUp(tenant.page, link, budi);
    await tenant.page.getByRole('alert').getByText('This set-up link is not valid').waitFor();
    link = newer;
  });

  test('who opens the link administers the tenant, and the operator’s pages do not exist', async () => {
    const { page } = tenant;
    // The same page with another fragment is not loaded anew.
    await page.goto('about:blank');
    await setUp(page, link, budi);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await menuOf(page)).toEqual([
      'Overview',
      'AI Providers',
      'Policies',
      'Approvals',
      'Audit',
      'API Keys',
      'Users',
      'Settings',
    ]);
    for (const path of ['/tenants', '/platform-keys']) {
      await page.goto(monago.url + path);
      await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    }
    await page.goto(`${monago.url}/settings`);
    expect(await page.getByLabel('Use the platform’s key').isChecked()).toBe(true);
    await page.goto(`${monago.url}/audit`);
    await page.getByRole('button', { name: /Organisation opened/ }).waitFor();
  });

  test('the operator sees that the tenant is active, and nothing else of it', async () => {
    const { page } = operator;
    await page.reload();
    const row = page.getByRole('row').filter({ hasText: 'RS Harapan' });
    await row.getByText('Active', { exact: true }).waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('button', { name: /Organisation opened/ }).waitFor();
    expect(await page.getByText('RS Harapan').count()).toBe(0);
  });

  test('a platform key goes nowhere inside the operator’s own network', async () => {
    const { page, dialog } = operator;
    await page.getByRole('link', { name: 'Platform keys' }).click();
    await page.getByText('No fallback default key').waitFor();
    await openAddProvider(operator, 'OpenAI');
    const fields = {
      'Credential name': 'default',
      'API key': `sk-proj-${'a'.repeat(40)}`,
      'Base URL (optional)': 'https://127.0.0.1/v1',
    };
    await send(dialog, fields, 'Add credential');
    await dialog.getByText(/^This base URL cannot be used: /).waitFor();
  });

  test('neither browser complained or left home', () => {
    expect(operator.complaints).toEqual([]);
    expect(tenant.complaints).toEqual([]);
  });

  async function menuOf(page: Page): Promise<string[]> {
    const links = page.getByRole('navigation', { name: 'Main menu' }).getByRole('link');
    return (await links.allInnerTexts()).map((text) => text.trim());
  }
});
