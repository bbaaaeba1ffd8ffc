import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAnthropicEmulator } from '../../emulator/anthropic/start-anthropic-emulator.ts';
import { startBedrockEmulator } from '../../emulator/bedrock/start-bedrock-emulator.ts';
import { startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { launchBrowser } from '../support/browser.ts';
import { type MonagoProcess, runMonago, startMonago } from '../support/monago-process.ts';
import {
  act,
  choose,
  closeShownKey,
  everythingKept,
  openAddProvider,
  send,
  setUp,
  shownKey,
  signIn,
  type Visit,
  visit,
} from './byok-visit.ts';

const random = () => randomBytes(18).toString('hex');
const keys = {
  openai: `sk-proj-${random()}AAA1`,
  rotated: `sk-proj-${random()}BBB2`,
  platform: `sk-proj-${random()}CCC3`,
  anthropic: `sk-ant-api03-${random()}DDD4`,
};
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
const copied = 'I have copied the API key.';

/** The life of the three providers' keys at the dashboard, within the five validations that a minute allows. */
describe('bringing one’s own keys', () => {
  let openai: Awaited<ReturnType<typeof startOpenAiEmulator>>;
  let anthropic: Awaited<ReturnType<typeof startAnthropicEmulator>>;
  let bedrock: Awaited<ReturnType<typeof startBedrockEmulator>>;
  let monago: MonagoProcess;
  let browser: Browser;
  let seen: Visit;
  let jwt = '';

  beforeAll(async () => {
    openai = await startOpenAiEmulator({
      acceptedKeys: [keys.openai, keys.rotated, keys.platform],
    });
    anthropic = await startAnthropicEmulator({ acceptedKeys: [], limitedKeys: [keys.anthropic] });
    bedrock = await startBedrockEmulator({
      region: 'ap-southeast-3',
      accessKeys: [{ ...accessKey, permissions: 'invoke-only' }],
    });
    const hosts = [openai, anthropic, bedrock].map(({ url }) => new URL(url).host);
    monago = await startMonago({ MONAGO_EGRESS_ALLOW: hosts.join(',') });
    browser = await launchBrowser();
    seen = await visit(browser, monago.url);
    await setUp(seen.page, monago.setupLink, sri);
    await seen.page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await monago?.stop();
    await Promise.all([openai?.stop(), anthropic?.stop(), bedrock?.stop()]);
  });

  test('a key with a space around it is refused before any call is made', async () => {
    await seen.page.getByRole('link', { name: 'AI Providers' }).click();
    await openAddProvider(seen, 'OpenAI');
    const fields = { 'Credential name': 'production-openai', 'API key': ` ${keys.openai}` };
    await send(seen.dialog, fields, 'Add credential');
    await seen.dialog.getByText('Invalid API key: it begins or ends with a space.').waitFor();
    expect(openai.requests).toHaveLength(0);
  });

  test('a key of OpenAI is validated, shown once, and gone once the dialog is closed', async () => {
    const fields = { 'API key': keys.openai, 'Base URL (optional)': `${openai.url}/v1` };
    openai.script({ headersDelayMs: 300 });
    await send(seen.dialog, fields, 'Add credential');
    await seen.dialog.getByText('Validating key…').waitFor();
    expect(await shownKey(seen)).toEqual({ 'API key': keys.openai });
    await seen.dialog.getByText('This key is shown only now.').waitFor();
    await seen.page.keyboard.press('Escape');
    await closeShownKey(seen, copied);
    await seen.page.getByRole('cell', { name: 'sk-…-AAA1' }).waitFor();
    expect(await everythingKept(seen.page)).not.toContain(keys.openai);
  });

  test('a limited key of Anthropic is taken with a warning, and gone once the page is left', async () => {
    await openAddProvider(seen, 'Anthropic');
    const fields = {
      'Credential name': 'production-anthropic',
      'API key': keys.anthropic,
      'Base URL (optional)': anthropic.url,
    };
    await send(seen.dialog, fields, 'Add credential');
    expect(await shownKey(seen)).toEqual({ 'API key': keys.anthropic });
    await seen.dialog.getByText('The key works, but it is limited').waitFor();
    await seen.page.goto(`${monago.url}/audit`);
    expect(await everythingKept(seen.page)).not.toContain(keys.anthropic);
    // The browser may bring the page back as it was left.
    await seen.page.goBack();
    await seen.page.getByRole('cell', { name: 'sk-…-DDD4' }).waitFor();
    expect(await everythingKept(seen.page)).not.toContain(keys.anthropic);
    const row = seen.page.getByRole('row').filter({ hasText: 'production-anthropic' });
    await row.getByText('Limited', { exact: true }).waitFor();
  });

  test('an access key of AWS is shown in its parts, and gone once somebody signs out', async () => {
    await seen.page.goto(`${monago.url}/providers`);
    await openAddProvider(seen, 'AWS Bedrock');
    const fields = {
      'Credential name': 'production-bedrock',
      'Access key ID': accessKey.accessKeyId,
      'Secret access key': accessKey.secretAccessKey,
      Region: 'ap-southeast-3',
      'Base URL (optional)': bedrock.url,
    };
    await send(seen.dialog, fields, 'Add credential');
    expect(await shownKey(seen)).toEqual({
      'Access key ID': accessKey.accessKeyId,
      'Secret access key': accessKey.secretAccessKey,
    });
    await seen.dialog.getByRole('button', { name: 'Copy Secret access key' }).waitFor();

    const other = await seen.context.newPage();
    await other.goto(monago.url);
    await other.getByRole('button', { name: 'Account of Sri Wahyuni' }).click();
    await other.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.getByRole('button', { name: 'Sign in' }).waitFor();
    await other.close();
    // The next question of the page is answered with the end of the session.
    await seen.page.getByRole('button', { name: 'Sign in' }).waitFor();
    const kept = await everythingKept(seen.page);
    expect(kept).not.toContain(accessKey.secretAccessKey);
    expect(kept).not.toContain(accessKey.accessKeyId);
    await signIn(seen.page, sri);
    await seen.page.getByRole('cell', { name: `…-${accessKey.accessKeyId.slice(-4)}` }).waitFor();
    await seen.page.getByText(/^ap-southeast-3 · /).waitFor();
  });

  test('the filters are in the address and survive a reload', async () => {
    const { page } = seen;
    const providers = page.getByRole('group', { name: 'Filter by provider' });
    await choose(providers, 'Anthropic');
    await choose(providers, 'AWS Bedrock');
    await choose(page.getByRole('group', { name: 'Filter by status' }), 'Active');
    await page.waitForURL(/\?provider=anthropic,bedrock&status=active$/);
    await page.reload();
    await page.getByText('2 of 3 credentials').waitFor();
    expect(await providers.getByRole('checkbox', { name: 'Anthropic' }).isChecked()).toBe(true);
    expect(await page.getByText('production-openai').count()).toBe(0);
    await page.goto(`${monago.url}/providers?status=revoked`);
    await page.getByText('No credential matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('3 credentials', { exact: true }).waitFor();
  });

  test('a request and what the provider did to it are seen in the row', async () => {
    const { page, dialog } = seen;
    await page.goto(`${monago.url}/api-keys?create=new`);
    await send(dialog, { Name: 'application' }, 'Create key');
    jwt = (await shownKey(seen))['API key'] ?? '';
    await closeShownKey(seen, copied);
    expect((await chat()).status).toBe(200);
    openai.script({ failure: { status: 503 } });
    expect((await chat()).status).toBeGreaterThanOrEqual(500);
    await page.goto(`${monago.url}/providers`);
    const row = page.getByRole('row').filter({ hasText: 'production-openai' });
    await row.getByText(/^Provider error, /).waitFor();
    expect(await row.getByText('Never').count()).toBe(0);
  });

  test('a rotation says when the old key is safe to revoke at the provider', async () => {
    const { page, dialog } = seen;
    await act(page, 'production-openai', 'Rotate key');
    await send(dialog, { 'New API key': keys.rotated }, 'Rotate key');
    expect(await shownKey(seen)).toEqual({ 'API key': keys.rotated });
    await dialog.getByText('Revoke the old key at the provider a day from now.').waitFor();
    await closeShownKey(seen, copied);
    await page.getByRole('cell', { name: 'sk-…-BBB2' }).waitFor();
    await page.getByText('Old key still in use').waitFor();
    expect((await chat()).status).toBe(200);
    expect(openai.requests.at(-1)?.headers.authorization).toBe(`Bearer ${keys.rotated}`);
    await page.getByText('Old key safe to revoke').waitFor();
    expect(await everythingKept(page)).not.toContain(keys.rotated);
  });

  test('a credential is paused, used again, and revoked by its exact name', async () => {
    const { page, dialog } = seen;
    const row = page.getByRole('row').filter({ hasText: 'production-openai' });
    await act(page, 'production-openai', 'Disable');
    await row.getByText('Disabled', { exact: true }).waitFor();
    await act(page, 'production-openai', 'Enable');
    await row.getByText('Active', { exact: true }).waitFor();
    await act(page, 'production-openai', 'Revoke');
    const name = dialog.getByLabel('Type production-openai to confirm');
    await name.fill('Production-OpenAI');
    await dialog.getByText('Capital and small letters count.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Revoke' }).isDisabled()).toBe(true);
    await name.fill('production-openai');
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked', { exact: true }).waitFor();
    await row.getByRole('button', { name: /a revoked credential is final/ }).waitFor();
  });

  test('a request that went out with the platform’s key is told on every page', async () => {
    const { page } = seen;
    const named = ['--provider', 'openai', '--name', 'default'];
    const set = ['platform-key', 'set', ...named, '--base-url', `${openai.url}/v1`];
    const { exitCode } = await runMonago(set, monago.environment, keys.platform);
    expect(exitCode).toBe(0);
    await expect.poll(async () => (await chat()).status).toBe(200);
    const banner = page.getByRole('region', { name: 'Fallback default key' });
    await expect
      .poll(async () => {
        await page.goto(monago.url, { waitUntil: 'networkidle' });
        return banner.count();
      })
      .toBe(1);
    await banner.getByText('went out with the platform’s key').waitFor();
    await banner.getByRole('button', { name: 'Hide on this page' }).click();
    await banner.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Audit', exact: true }).click();
    await banner.getByRole('link', { name: 'Go to AI Providers' }).click();
    await page.getByRole('heading', { name: 'AI Providers' }).waitFor();
    await banner.waitFor();
  });

  test('the platform’s key is forbidden in the settings, and the change is in the log', async () => {
    const { page, dialog } = seen;
    await page.getByRole('link', { name: 'Settings' }).click();
    const fallback = page.getByRole('region', { name: 'Fallback default key' });
    const save = fallback.getByRole('button', { name: 'Save' });
    expect(await save.isDisabled()).toBe(true);
    await page.getByLabel('Never').check();
    await save.click();
    await page.getByText('Saved and recorded in the audit log.').waitFor();
    await expect.poll(async () => (await chat()).status).toBe(503);
    await page.getByRole('link', { name: 'Audit', exact: true }).click();
    await page.getByRole('button', { name: /Settings of the organisation changed/ }).click();
    const changes = dialog.getByRole('definition').first();
    expect((await changes.innerText()).replace(/\s+/g, ' ')).toBe('from platform to never');
  });

  test('there is nothing of a platform operator’s', async () => {
    const { page } = seen;
    const menu = page.getByRole('navigation', { name: 'Main menu' });
    for (const path of ['/tenants', '/platform-keys']) {
      await page.goto(monago.url + path);
      await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    }
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect((await menu.getByRole('link').allInnerTexts()).map((text) => text.trim())).toEqual([
      'Overview',
      'AI Providers',
      'Policies',
      'Approvals',
      'Audit',
      'API Keys',
      'Users',
      'Settings',
    ]);
  });

  test('the browser never complained and never left home, and no key was printed', () => {
    expect(seen.complaints).toEqual([]);
    for (const key of [...Object.values(keys), accessKey.secretAccessKey]) {
      expect(monago.output()).not.toContain(key.slice(14, 34));
    }
  });

  function chat(): Promise<Response> {
    return fetch(`${monago.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'gpt-4o-mini',
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    });
  }
});
