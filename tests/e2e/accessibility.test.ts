import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { sidewaysOverflow, violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type MonagoProcess, startMonago } from '../support/monago-process.ts';

type Emulator = Awaited<ReturnType<typeof startOpenAiEmulator>>;

const pages = [
  '/',
  '/providers',
  '/policies',
  '/policies/new',
  '/audit',
  '/api-keys',
  '/users',
  '/settings',
];

/** Every page as its people meet it: empty and filled, light and dark, in both languages, wide and narrow. */
describe('accessibility (WCAG 2.2 AA, checked with axe)', () => {
  let emulator: Emulator;
  let monago: MonagoProcess;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    emulator = await startOpenAiEmulator();
    monago = await startMonago({ MONAGO_EGRESS_ALLOW: new URL(emulator.url).host });
    browser = await launchBrowser();
    // The checker is a script of ours that the page's policy rightly refuses.
    context = await browser.newContext({
      locale: 'en-US',
      bypassCSP: true,
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
  });

  afterAll(async () => {
    await browser?.close();
    await monago?.stop();
    await emulator?.stop();
  });

  test('the set-up page', async () => {
    await page.goto(monago.setupLink);
    await page.getByRole('button', { name: 'Create organisation' }).waitFor();
    await expectAccessible();
    await page.getByLabel('Organisation').fill('Bank Nusantara');
    await page.getByLabel('Your name').fill('Sri Wahyuni');
    await page.getByLabel('Email').fill('sri@bank.example');
    await page.getByLabel('Password', { exact: true }).fill('a long enough passphrase');
    await page.getByRole('button', { name: 'Create organisation' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  test('every page while it is empty', () => checkPages('light'));

  test('the dialogs of AI Providers', async () => {
    await page.goto(`${monago.url}/providers`);
    await page.getByRole('button', { name: 'Add provider' }).first().click();
    const dialog = page.getByRole('dialog');
    await expectAccessible();
    await dialog.getByLabel('Credential name').fill('production-openai');
    await dialog
      .getByLabel('API key', { exact: true })
      .fill(`sk-${randomBytes(24).toString('hex')}`);
    await dialog.getByLabel('Base URL').fill(`${emulator.url}/v1`);
    await dialog.getByRole('button', { name: 'Add credential' }).click();
    await page.getByRole('button', { name: 'Saved, close' }).waitFor();
    await expectAccessible();
    await page.getByLabel('I have copied the API key.').check();
    await page.getByRole('button', { name: 'Saved, close' }).click();
  });

  test('the editor of a policy, as a form and as YAML', async () => {
    await page.goto(`${monago.url}/policies/new?from=premium`);
    await page.getByText('3 of 3 passed').waitFor();
    await expectAccessible();
    await page.getByText('YAML', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Policy as YAML' }).press('Control+Home');
    await page.keyboard.type('prioritty: 3\n');
    await page.getByRole('button', { name: 'Replace with priority' }).waitFor();
    await expectAccessible();
    await page.getByRole('link', { name: 'Other template' }).click();
    await page.getByText('What you changed in this policy is lost.').waitFor();
    await expectAccessible();
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    await page.getByRole('link', { name: 'Model allowlist' }).waitFor();
  });

  test('every tab of a policy', async () => {
    await page.goto(`${monago.url}/policies/new?from=premium`);
    await page.getByRole('button', { name: 'Create policy' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Create policy' }).click();
    await page.getByRole('button', { name: 'Activate version 1' }).waitFor();
    await expectAccessible();
    await page.getByRole('tab', { name: 'Simulate' }).click();
    await page.getByRole('region', { name: 'Decision' }).waitFor();
    await expectAccessible();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('textbox', { name: 'Version 1' }).waitFor();
    await expectAccessible();
  });

  test('a policy that somebody else has saved while it was written', async () => {
    const [, id = ''] = /policies\/(pol_[0-9a-f]+)/.exec(page.url()) ?? [];
    await page.getByRole('tab', { name: 'Edit' }).click();
    await page.getByLabel('Message to the caller').fill('Ask first.');
    await page.getByText('changes not saved').waitFor();
    const { latest } = await (await page.request.get(`${monago.url}/api/policies/${id}`)).json();
    await page.request.post(`${monago.url}/api/policies/${id}/versions`, {
      data: { document: `# Reviewed.\n${latest.document}`, note: 'Reviewed' },
      headers: { origin: monago.url },
    });
    page.once('dialog', (asked) => void asked.accept());
    await page.reload();
    await page.getByText('Version 2 was saved meanwhile').waitFor();
    await page.getByText('the changes that you had not saved').waitFor();
    await expectAccessible();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('dialog').waitFor();
    await expectAccessible();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
    await page.getByText('Version 2 was saved meanwhile').waitFor({ state: 'detached' });
  });

  test('the dialogs of Settings', async () => {
    await page.goto(`${monago.url}/settings`);
    await page.getByRole('button', { name: 'Add alias' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add alias' }).click();
    await dialog.getByText('Fill in this field.').first().waitFor();
    await expectAccessible();
    await dialog.getByLabel('Alias').fill('gpt-4o');
    await dialog.getByRole('textbox', { name: 'Model' }).fill('gpt-4o-2024-08-06');
    await dialog.getByRole('button', { name: 'Add alias' }).click();
    await page.getByText('Hides OpenAI’s model').waitFor();
    await page.getByRole('button', { name: 'Actions for gpt-4o' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await dialog.waitFor();
    await expectAccessible();
  });

  test('every page when it is filled, in the dark', () => checkPages('dark'));

  test('every page on a telephone, in Bahasa Indonesia', async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    await page.evaluate("localStorage.setItem('monago.language', 'id')");
    await checkPages('light');
    expect(await page.getAttribute('html', 'lang')).toBe('id');
    expect(await sidewaysOverflow(page)).toBe(0);
  });

  async function checkPages(colorScheme: 'light' | 'dark'): Promise<void> {
    await page.emulateMedia({ colorScheme });
    for (const path of pages) {
      await page.goto(monago.url + path, { waitUntil: 'networkidle' });
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(new URL(page.url()).pathname).toBe(path);
      await expectAccessible();
    }
  }

  async function expectAccessible(): Promise<void> {
    expect(await violationsOf(page)).toEqual([]);
  }
});
