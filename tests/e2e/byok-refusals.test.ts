import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAnthropicEmulator } from '../../emulator/anthropic/start-anthropic-emulator.ts';
import { startBedrockEmulator } from '../../emulator/bedrock/start-bedrock-emulator.ts';
import { startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { launchBrowser } from '../support/browser.ts';
import { type MonagoProcess, startMonago } from '../support/monago-process.ts';
import { openAddProvider, send, setUp, type Visit, visit } from './byok-visit.ts';

const accessKey = {
  accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
  secretAccessKey: randomBytes(20).toString('hex'),
};
const openaiKey = `sk-proj-${randomBytes(18).toString('hex')}`;
const wrongKey = `sk-ant-api03-${randomBytes(18).toString('hex')}`;
const wrongSecret = randomBytes(20).toString('hex');

/** What Add provider says of a key that is not taken: five validations, which is what a minute allows. */
describe('a key that is refused', () => {
  let openai: Awaited<ReturnType<typeof startOpenAiEmulator>>;
  let anthropic: Awaited<ReturnType<typeof startAnthropicEmulator>>;
  let bedrock: Awaited<ReturnType<typeof startBedrockEmulator>>;
  let monago: MonagoProcess;
  let browser: Browser;
  let seen: Visit;

  beforeAll(async () => {
    openai = await startOpenAiEmulator({ acceptedKeys: [openaiKey] });
    anthropic = await startAnthropicEmulator({ acceptedKeys: [] });
    bedrock = await startBedrockEmulator({ region: 'us-east-1', accessKeys: [accessKey] });
    const hosts = [openai, anthropic, bedrock].map(({ url }) => new URL(url).host);
    monago = await startMonago({ MONAGO_EGRESS_ALLOW: hosts.join(',') });
    browser = await launchBrowser();
    seen = await visit(browser, monago.url);
    await setUp(seen.page, monago.setupLink, {
      organisation: 'Bank Nusantara',
      name: 'Sri Wahyuni',
      email: 'sri@bank.example',
      password: 'a long enough passphrase',
    });
    await seen.page.getByRole('link', { name: 'AI Providers' }).click();
  });

  afterAll(async () => {
    await browser?.close();
    await monago?.stop();
    await Promise.all([openai?.stop(), anthropic?.stop(), bedrock?.stop()]);
  });

  test('by Anthropic is invalid, in the provider’s own words', async () => {
    await openAddProvider(seen, 'Anthropic');
    const fields = {
      'Credential name': 'production-anthropic',
      'API key': wrongKey,
      'Base URL (optional)': anthropic.url,
    };
    await send(seen.dialog, fields, 'Add credential');
    await seen.dialog.getByText('Invalid API key').waitFor();
    await seen.dialog.getByText('Provider detail: invalid x-api-key').waitFor();
    expect(await seen.dialog.innerText()).not.toContain(wrongKey.slice(13, 30));
    await cancel();
  });

  test('by AWS is invalid, and the words stand below the secret', async () => {
    await openAddProvider(seen, 'AWS Bedrock');
    const fields = {
      'Credential name': 'production-bedrock',
      'Access key ID': accessKey.accessKeyId,
      'Secret access key': wrongSecret,
      Region: 'us-east-1',
      'Base URL (optional)': bedrock.url,
    };
    await send(seen.dialog, fields, 'Add credential');
    await seen.dialog.getByText('Invalid API key').waitFor();
    await seen.dialog.getByText('Provider detail:').waitFor();
    const secret = seen.dialog.getByLabel('Secret access key');
    expect(await secret.getAttribute('aria-invalid')).toBe('true');
  });

  test('because it is of another region is told at the region', async () => {
    const fields = { 'Secret access key': accessKey.secretAccessKey, Region: 'eu-west-1' };
    await send(seen.dialog, fields, 'Add credential');
    await seen.dialog.getByText('This key belongs to another AWS region.').waitFor();
    expect(await seen.dialog.getByLabel('Region').getAttribute('aria-invalid')).toBe('true');
    expect(await seen.dialog.getByLabel('Secret access key').getAttribute('aria-invalid')).not.toBe(
      'true',
    );
    await cancel();
  });

  test('because the account has not paid is no invalid key', async () => {
    await openAddProvider(seen, 'OpenAI');
    openai.script({ failure: 'insufficient-quota' });
    const fields = {
      'Credential name': 'production-openai',
      'API key': openaiKey,
      'Base URL (optional)': `${openai.url}/v1`,
    };
    await send(seen.dialog, fields, 'Add credential');
    const notice = seen.dialog.getByRole('alert');
    await notice.getByText(/until the account's billing is in order/).waitFor();
    await notice.getByText(/^Provider detail: You exceeded your current quota/).waitFor();
  });

  test('by an address that Monago may not call is told at the base URL', async () => {
    await send(seen.dialog, { 'Base URL (optional)': 'http://127.0.0.1:9/v1' }, 'Add credential');
    await seen.dialog.getByText(/^This base URL cannot be used: /).waitFor();
  });

  test('because the provider took its time can be tried again, but not more often than five times a minute', async () => {
    openai.script({ hang: 'before-headers' });
    await send(seen.dialog, { 'Base URL (optional)': `${openai.url}/v1` }, 'Add credential');
    const notice = seen.dialog.getByRole('alert');
    await notice.getByText('The provider did not validate the key in time.').waitFor();
    await notice.getByRole('button', { name: 'Try again' }).click();
    await notice.getByText('Too many keys were validated.').waitFor();
  });

  test('is gone from the page with its dialog, and nothing was stored', async () => {
    await cancel();
    await seen.page.getByText('No provider connected yet').waitFor();
    await openAddProvider(seen, 'OpenAI');
    expect(await seen.dialog.getByLabel('API key', { exact: true }).inputValue()).toBe('');
    expect(seen.complaints.filter((text) => !text.includes('504'))).toEqual([]);
  });

  async function cancel(): Promise<void> {
    await seen.dialog.getByRole('button', { name: 'Cancel' }).click();
    await seen.dialog.waitFor({ state: 'detached' });
  }
});
