import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  act,
  closeShownKey,
  everythingKept,
  openAddProvider,
  send,
  setUp,
  shownKey,
  type Visit,
} from '../e2e/byok-visit.ts';
import { launchProfile } from '../support/browser.ts';
import { CanaryMint, makeBeacon } from './canary.ts';
import { filesBelow, type Sink } from './sinks.ts';
import { LeakSite } from './site.ts';
import { judge, report } from './verdict.ts';

const copied = 'I have copied the API key.';
const person = {
  organisation: 'Bank Nusantara',
  name: 'Sri Wahyuni',
  email: 'sri@bank.example',
  password: 'a long enough passphrase',
};

/** Dashboards that make one mistake each with the value of a field, and where it is kept. */
const mistakes = [
  ['a draft in the local storage', 'localStorage.setItem("draft", value)'],
  ['a draft in the session storage', 'sessionStorage.setItem("draft", btoa(value))'],
  ['a draft in the history', 'history.replaceState({ draft: value }, "")'],
  ['the address', 'history.replaceState(null, "", "#" + encodeURIComponent(value))'],
  ['the markup', 'document.body.setAttribute("data-draft", value)'],
  ['a cookie', 'document.cookie = "draft=" + encodeURIComponent(value)'],
  ['a cache', 'caches.open("drafts").then((cache) => cache.put("/draft", new Response(value)))'],
] as const;

describe('a key that was typed into the dashboard', () => {
  const mint = new CanaryMint();
  const beacon = makeBeacon();
  const sinks: Sink[] = [];
  const keep = (name: string, bytes: string | Buffer) =>
    sinks.push({ kind: 'browser', name, bytes: Buffer.from(bytes) });
  let site: LeakSite;
  let context: BrowserContext;
  let seen: Visit;
  let profile: string;

  beforeAll(async () => {
    site = await LeakSite.open({
      bedrock: { region: 'us-east-1' },
    });
    profile = join(site.home, 'browser');
    await mkdir(profile);
    context = await launchProfile(profile);
    context.on('response', (response) => void keepResponse(response).catch(() => undefined));
    context.on('request', (request) => keep('address of a request', request.url()));
    context.on('console', (message) => keep('console', message.text()));
    const page = await context.newPage();
    seen = { context, page, dialog: page.getByRole('dialog'), complaints: [] };
    await setUp(page, site.monago.setupLink, person);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  afterAll(async () => {
    await context?.close();
    await site?.close();
  });

  async function keepResponse(response: Response): Promise<void> {
    const name = `answer to ${response.request().method()}`;
    keep(`head of the ${name}`, JSON.stringify(await response.allHeaders()));
    keep(name, await response.body());
  }

  async function keepPage(name: string, page: Page = seen.page): Promise<void> {
    keep(`page ${name}`, await everythingKept(page));
    keep(`cookies ${name}`, JSON.stringify(await context.cookies()));
    keep(`storages ${name}`, JSON.stringify(await context.storageState({ indexedDB: true })));
    keep(`performance ${name}`, await page.evaluate('JSON.stringify(performance.getEntries())'));
  }

  const type = (kind: Parameters<CanaryMint['entrust']>[0]) => mint.entrust(kind, 'a form').text;

  test('is refused, and the form is left', async () => {
    await seen.page.getByRole('link', { name: 'AI Providers' }).click();
    await openAddProvider(seen, 'OpenAI');
    site.openai.script({ failure: { status: 401 } });
    await send(
      seen.dialog,
      {
        'Credential name': beacon,
        'API key': type('openai.api_key'),
        'Base URL (optional)': `${site.openai.url}/v1`,
      },
      'Add credential',
    );
    await seen.dialog.getByText('Provider detail:').waitFor();
    await seen.page.getByRole('button', { name: 'Cancel' }).click();
    await seen.dialog.waitFor({ state: 'detached' });
    await keepPage('after a refusal');
  });

  test.each([
    ['OpenAI', 'openai.api_key', () => `${site.openai.url}/v1`],
    ['Anthropic', 'anthropic.api_key', () => site.anthropic.url],
  ] as const)('%s: is stored, shown once and gone', async (provider, kind, baseUrl) => {
    const key = type(kind);
    await openAddProvider(seen, provider);
    const fields = { 'Credential name': `${beacon} ${provider}`, 'API key': key };
    await send(seen.dialog, { ...fields, 'Base URL (optional)': baseUrl() }, 'Add credential');
    expect(await shownKey(seen)).toEqual({ 'API key': key });
    await closeShownKey(seen, copied);
    await keepPage('after the key was shown');
  });

  test('AWS Bedrock: is refused in three parts, and the page is left with them in it', async () => {
    await openAddProvider(seen, 'AWS Bedrock');
    const fields = {
      'Credential name': `${beacon} bedrock`,
      'Access key ID': type('bedrock.access_key_id'),
      'Secret access key': type('bedrock.secret_access_key'),
      Region: 'us-east-1',
      'Base URL (optional)': site.bedrock.url,
    };
    await send(seen.dialog, fields, 'Add credential');
    await seen.dialog.getByText('Invalid API key').first().waitFor();
    await seen.page.goto(`${site.url}/audit`);
    await keepPage('that was left');
    // The browser may bring the page back as it was left.
    await seen.page.goBack();
    await seen.page.getByText(`${beacon} OpenAI`).first().waitFor();
    await keepPage('that was come back to');
  });

  test('is rotated, and the page is loaded anew while the key is shown', async () => {
    const { page, dialog } = seen;
    await page.goto(`${site.url}/providers`);
    await act(page, `${beacon} OpenAI`, 'Rotate key');
    await send(dialog, { 'New API key': type('openai.api_key') }, 'Rotate key');
    await shownKey(seen);
    await page.reload();
    await page.getByText(`${beacon} OpenAI`).first().waitFor();
    await keepPage('that was loaded anew');
  });

  test('is found nowhere: not in the page, its storages, its answers or the profile on the disk', async () => {
    await context.close();
    sinks.push(...filesBelow(profile, 'browser'));
    await site.keepLiveSinks();
    sinks.push(...(await site.sinksAtRest()));
    expect(sinks.filter(({ name }) => name.startsWith('browser/')).length).toBeGreaterThan(10);
    expect(sinks.some(({ kind, bytes }) => kind === 'browser' && bytes.includes(beacon))).toBe(
      true,
    );
    expect(report(judge(sinks, mint.made))).toEqual([]);
  });
});

describe('a dashboard that keeps a key', () => {
  let site: LeakSite;
  let context: BrowserContext;

  beforeAll(async () => {
    site = await LeakSite.open();
    context = await launchProfile(join(site.home, 'browser'));
  });
  afterAll(async () => {
    await context?.close();
    await site?.close();
  });

  test.each(mistakes)('in %s is found out', async (_, mistake) => {
    const mint = new CanaryMint();
    const page = await context.newPage();
    await page.goto(`${site.url}/sign-in`);
    await page.evaluate(
      `document.addEventListener('input', ({ target: { value } }) => { if (value) ${mistake} })`,
    );
    const field = page.getByLabel('Password', { exact: true });
    await field.fill(mint.entrust('openai.api_key', 'a form').text);
    await field.fill('');
    const findings = async () => {
      const kept = [
        await everythingKept(page),
        JSON.stringify(await context.cookies()),
        page.url(),
      ].join('\n');
      const sink: Sink = { kind: 'browser', name: 'page', bytes: Buffer.from(kept) };
      return report(judge([sink], mint.made));
    };
    // Some places are written to a little later than the mistake is made.
    await expect.poll(findings).not.toEqual([]);
    await page.close();
  });
});
