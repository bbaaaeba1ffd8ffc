import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI from 'openai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { launchBrowser } from '../support/browser.ts';
import {
  type MonagoProcess,
  newDataDir,
  runMonago,
  startMonago,
} from '../support/monago-process.ts';

type Emulator = Awaited<ReturnType<typeof startOpenAiEmulator>>;

// Generated, so that finding it anywhere is a leak and nothing else.
const providerKey = `sk-proj-${randomBytes(24).toString('base64url')}WXYZ`;
const password = 'a long enough passphrase';

/** A newcomer's first ten minutes, in a real browser, by role and label. */
describe('from the set-up link to a verified audit log', () => {
  let emulator: Emulator;
  let monago: MonagoProcess;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let jwt = '';
  const complaints: string[] = [];

  beforeAll(async () => {
    emulator = await startOpenAiEmulator({ acceptedKeys: [providerKey] });
    const settings = { MONAGO_EGRESS_ALLOW: new URL(emulator.url).host };
    // Nothing is there yet: the very first start creates the database too.
    monago = await startMonago(settings, { dataDir: newDataDir() });
    browser = await launchBrowser();
    context = await browser.newContext({ locale: 'en-US', acceptDownloads: true });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(monago.url)) complaints.push(`left home: ${request.url()}`);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await monago?.stop();
    await emulator?.stop();
  });

  test('the set-up link creates the organisation and its administrator', async () => {
    expect(monago.setupLink).not.toBe('');
    await page.goto(monago.setupLink);
    await page.getByLabel('Organisation').fill('Bank Nusantara');
    await page.getByLabel('Your name').fill('Sri Wahyuni');
    await page.getByLabel('Email').fill('sri@bank.example');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Create organisation' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    const cookies = await context.cookies();
    const session = cookies.find((cookie) => cookie.name === '__Host-monago_session');
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
  });

  test('the set-up link works once', async () => {
    const response = await page.request.get(`${monago.url}/api/setup`);
    expect(await response.json()).toEqual({ state: 'done' });
  });

  test('a wrong key is refused with the provider’s own words, scrubbed', async () => {
    await page.getByRole('link', { name: 'AI Providers' }).click();
    await page.getByRole('button', { name: 'Add provider' }).first().click();
    const wrongKey = `sk-proj-${randomBytes(24).toString('base64url')}`;
    await fillProvider(page, wrongKey, emulator.url);
    await page.getByText('Invalid API key').waitFor();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Provider detail:').waitFor();
    expect(await dialog.innerText()).not.toContain(wrongKey.slice(0, 14));
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  test('an AI provider is added, its key shown once, then only masked', async () => {
    emulator.script({ headersDelayMs: 400 });
    await page.getByRole('button', { name: 'Add provider' }).first().click();
    await fillProvider(page, providerKey, emulator.url);
    await page.getByText('Validating key…').waitFor();
    const saved = page.getByRole('button', { name: 'Saved, close' });
    await saved.waitFor();
    expect(await page.getByRole('dialog').getByRole('textbox').inputValue()).toBe(providerKey);
    expect(await saved.isDisabled()).toBe(true);
    await page.getByLabel('I have copied the API key.').check();
    await saved.click();
    await page.getByRole('cell', { name: 'sk-…-WXYZ' }).waitFor();
    expect(await page.content()).not.toContain(providerKey);
  });

  test('a service token is issued and shown once', async () => {
    await page.getByRole('link', { name: 'API Keys' }).click();
    await page.getByRole('button', { name: 'Create API key' }).first().click();
    await page.getByRole('dialog').getByLabel('Name').fill('quickstart');
    await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
    const shown = page.getByRole('dialog').getByRole('textbox', { name: 'API key' });
    await shown.waitFor();
    jwt = await shown.inputValue();
    expect(jwt.split('.')).toHaveLength(3);
    await page.getByLabel('I have copied the API key.').check();
    await page.getByRole('button', { name: 'Saved, close' }).click();
    await page.getByRole('cell', { name: 'quickstart' }).waitFor();
    expect(await page.content()).not.toContain(jwt);
  });

  test('the quickstart’s curl request answers with the governance headers', async () => {
    const response = await fetch(`${monago.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'gpt-4o-mini',
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-monago-audit-id')).toMatch(/^aud_[0-9a-f]{32}$/);
    expect(response.headers.get('x-monago-policy-decision')).toBe('allowed');
    expect(response.headers.get('x-monago-pii-detected')).toBe('false');
    expect(response.headers.get('x-monago-provider')).toBe('openai');
    expect(response.headers.get('x-monago-credential-source')).toBe('tenant');
    expect(response.headers.get('x-monago-risk-band')).toBe('low');
    expect(await response.json()).toMatchObject({ object: 'chat.completion' });
  });

  test('the official client streams with only the base URL and the key changed', async () => {
    const openai = new OpenAI({ baseURL: `${monago.url}/v1`, apiKey: jwt, maxRetries: 0 });
    const stream = await openai.chat.completions.create({
      model: 'gpt-4o-mini',
      stream: true,
      messages: [{ role: 'user', content: 'Count to three' }],
    });
    let text = '';
    let finish: string | null = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    expect(text.length).toBeGreaterThan(0);
    expect(finish).toBe('stop');
  });

  test('the audit page lists all of it and its export verifies; one changed byte is named', async () => {
    await page.getByRole('link', { name: 'Audit', exact: true }).click();
    for (const sentence of [
      'Organisation and first administrator created',
      'Key for production-openai (OpenAI) failed validation (Invalid API key)',
      'Credential production-openai (OpenAI) added, key ending in WXYZ',
      'API key quickstart created',
      'Request for gpt-4o-mini sent to OpenAI',
      'Answered with HTTP 200',
    ]) {
      await page.getByRole('row').filter({ hasText: sentence }).first().waitFor();
    }
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export evidence bundle' }).click();
    const file = join(monago.dataDir, '..', 'bundle.tar');
    await (await download).saveAs(file);

    const clean = await runMonago(['audit', 'verify', file], monago.environment);
    expect(clean.output).toContain('VERIFIED');
    expect(clean.exitCode).toBe(0);

    const bytes = await readFile(file);
    const at = bytes.indexOf('"credential.created"');
    bytes[at + 2] = (bytes[at + 2] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const tampered = await runMonago(['audit', 'verify', file], monago.environment);
    expect(tampered.exitCode).toBe(1);
    expect(tampered.output).toMatch(/index \d+/);
    await rm(file);
  });

  test('the browser never complained and never left home', () => {
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
  });

  test('the provider key is nowhere in what Monago printed', () => {
    expect(monago.output()).not.toContain(providerKey.slice(8, 32));
    expect(
      emulator.requests.some(
        (request) =>
          String(request.headers).includes(providerKey) ||
          JSON.stringify(request.headers).includes(providerKey),
      ),
    ).toBe(true);
  });
});

async function fillProvider(page: Page, key: string, baseUrl: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Credential name').fill('production-openai');
  await dialog.getByLabel('API key', { exact: true }).fill(key);
  await dialog.getByLabel('Base URL').fill(`${baseUrl}/v1`);
  await dialog.getByRole('button', { name: 'Add credential' }).click();
}
