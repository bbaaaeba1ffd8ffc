import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBedrockEmulator } from '../../emulator/bedrock/start-bedrock-emulator.ts';
import { sidewaysOverflow, violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type MonagoProcess, startMonago } from '../support/monago-process.ts';
import {
  act,
  closeShownKey,
  openAddProvider,
  send,
  setUp,
  shownKey,
  type Visit,
  visit,
} from './byok-visit.ts';

const accessKey = {
  accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
  secretAccessKey: randomBytes(20).toString('hex'),
};
const sri = {
  organisation: 'Bank Nusantara',
  name: 'Sri Wahyuni',
  email: 'sri@bank.example',
  password: 'a long enough passphrase',
};

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

describe('accessibility of the dialogs of a key (WCAG 2.2 AA, checked with axe)', () => {
  let bedrock: Awaited<ReturnType<typeof startBedrockEmulator>>;
  let monago: MonagoProcess;
  let seen: Visit;

  beforeAll(async () => {
    bedrock = await startBedrockEmulator({
      region: 'ap-southeast-3',
      accessKeys: [{ ...accessKey, permissions: 'invoke-only' }],
    });
    monago = await startMonago({ MONAGO_EGRESS_ALLOW: new URL(bedrock.url).host });
    seen = await visit(browser, monago.url, { bypassCSP: true });
    await setUp(seen.page, monago.setupLink, sri);
    await seen.page.getByRole('link', { name: 'AI Providers' }).click();
  });

  afterAll(async () => {
    await monago?.stop();
    await bedrock?.stop();
  });

  test('the form of AWS Bedrock, with every complaint it can have', async () => {
    await openAddProvider(seen, 'AWS Bedrock');
    await send(seen.dialog, { Region: 'nowhere' }, 'Add credential');
    await seen.dialog.getByText('This is not the name of an AWS region.').waitFor();
    expect(await violationsOf(seen.page)).toEqual([]);
  });

  test('the form on a telephone, in the dark', async () => {
    await seen.page.emulateMedia({ colorScheme: 'dark' });
    await seen.page.setViewportSize({ width: 360, height: 780 });
    expect(await violationsOf(seen.page)).toEqual([]);
    expect(await sidewaysOverflow(seen.page)).toBe(0);
    await seen.page.setViewportSize({ width: 1440, height: 900 });
    await seen.page.emulateMedia({ colorScheme: 'light' });
  });

  test('a limited key shown once, in its parts', async () => {
    const fields = {
      'Credential name': 'production-bedrock',
      'Access key ID': accessKey.accessKeyId,
      'Secret access key': accessKey.secretAccessKey,
      Region: 'ap-southeast-3',
      'Base URL (optional)': bedrock.url,
    };
    await send(seen.dialog, fields, 'Add credential');
    await shownKey(seen);
    expect(await violationsOf(seen.page)).toEqual([]);
    await closeShownKey(seen, 'I have copied the API key.');
  });

  test('the rotation, the revocation, and the row with its warnings in both schemes', async () => {
    const { page, dialog } = seen;
    await act(page, 'production-bedrock', 'Rotate key');
    await dialog.waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await send(
      dialog,
      {
        'Access key ID': accessKey.accessKeyId,
        'Secret access key': accessKey.secretAccessKey,
      },
      'Rotate key',
    );
    await shownKey(seen);
    await closeShownKey(seen, 'I have copied the API key.');
    await page.getByText('Old key still in use').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOf(page)).toEqual([]);
    }
    await act(page, 'production-bedrock', 'Revoke');
    await dialog.getByLabel(/^Type production-bedrock/).fill('Production-Bedrock');
    expect(await violationsOf(page)).toEqual([]);
  });
});

describe('accessibility of the platform operator’s pages', () => {
  let monago: MonagoProcess;
  let seen: Visit;

  beforeAll(async () => {
    monago = await startMonago({ MONAGO_MODE: 'cloud' });
    seen = await visit(browser, monago.url, { bypassCSP: true });
    await setUp(seen.page, monago.setupLink, sri);
    await seen.page.getByRole('heading', { name: 'Tenants' }).waitFor();
  });

  afterAll(async () => {
    await monago?.stop();
  });

  test('while they are empty', checkPages);

  test('the link of a tenant, shown once', async () => {
    const { page, dialog } = seen;
    await page.goto(`${monago.url}/tenants`);
    await page.getByRole('button', { name: 'Create tenant' }).first().click();
    await dialog.waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await send(dialog, { Organisation: 'Rumah Sakit Harapan' }, 'Create tenant');
    await shownKey(seen);
    expect(await violationsOf(page)).toEqual([]);
    await closeShownKey(seen, 'I have copied the link.');
  });

  test('when they are filled, on a telephone, in the dark, in Bahasa Indonesia', async () => {
    const { page } = seen;
    await page.setViewportSize({ width: 360, height: 780 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate("localStorage.setItem('monago.language', 'id')");
    await checkPages();
    expect(await page.getAttribute('html', 'lang')).toBe('id');
  });

  async function checkPages(): Promise<void> {
    const { page } = seen;
    for (const path of ['/tenants', '/platform-keys', '/audit', '/sign-in']) {
      await page.goto(monago.url + path, { waitUntil: 'networkidle' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe(path);
      expect(await violationsOf(page)).toEqual([]);
      expect(await sidewaysOverflow(page)).toBe(0);
    }
  }
});
