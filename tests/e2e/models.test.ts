import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type MonagoProcess, startMonago } from '../support/monago-process.ts';
import { choose, setUp, type Visit, visit } from './byok-visit.ts';

const sri = {
  organisation: 'Bank Nusantara',
  name: 'Sri Wahyuni',
  email: 'sri@bank.example',
  password: 'a long enough passphrase',
};

describe('what an administrator decides about models', () => {
  let monago: MonagoProcess;
  let browser: Browser;
  let seen: Visit;

  beforeAll(async () => {
    monago = await startMonago();
    browser = await launchBrowser();
    seen = await visit(browser, monago.url);
    await setUp(seen.page, monago.setupLink, sri);
    await seen.page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await monago?.stop();
  });

  const openSettings = () => seen.page.getByRole('link', { name: 'Settings' }).click();
  const row = (alias: string) => seen.page.getByRole('row').filter({ hasText: alias });
  const act = async (alias: string, action: string) => {
    await seen.page.getByRole('button', { name: `Actions for ${alias}` }).click();
    await seen.page.getByRole('menuitem', { name: action }).click();
  };
  /** The sentence of an entry opens its details. */
  const openEntry = async (sentence: string) => {
    await seen.page.getByRole('link', { name: 'Audit', exact: true }).click();
    await seen.page.getByRole('button', { name: sentence }).first().click();
  };
  const changes = async () =>
    (await seen.dialog.getByRole('definition').allInnerTexts())
      .slice(0, 2)
      .map((text) => text.replace(/\s+/g, ' '));

  test('an alias is added, once what is wrong with it is put right', async () => {
    const { page, dialog } = seen;
    await openSettings();
    await page.getByText('No alias yet').waitFor();
    await page.getByRole('button', { name: 'Add alias' }).click();
    await dialog.getByLabel('Alias').fill('openai/house');
    await dialog.getByRole('textbox', { name: 'Model' }).fill('openai/gpt-4o');
    await dialog.getByRole('button', { name: 'Add alias' }).click();
    await dialog.getByText('Use letters, digits and . _ - : [ ] only').waitFor();
    await dialog.getByText('Give it without the provider’s prefix.').waitFor();
    await dialog.getByLabel('Alias').fill('house-model');
    await choose(dialog, 'AWS Bedrock');
    await dialog.getByRole('textbox', { name: 'Model' }).fill('eu.amazon.nova-pro-v1:0');
    await dialog.getByRole('button', { name: 'Add alias' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row('house-model').getByText('eu.amazon.nova-pro-v1:0').last().waitFor();
  });

  test('a second one of the same name is not added over the first', async () => {
    const { page, dialog } = seen;
    await page.getByRole('button', { name: 'Add alias' }).click();
    await dialog.getByLabel('Alias').fill('house-model');
    await dialog.getByRole('textbox', { name: 'Model' }).fill('gpt-4o');
    await dialog.getByRole('button', { name: 'Add alias' }).click();
    await dialog.getByText('There is an alias of this name already.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  test('an alias comes to stand for another model, and the entry shows from what to what', async () => {
    const { dialog } = seen;
    await act('house-model', 'Edit');
    await choose(dialog, 'Anthropic');
    await dialog.getByRole('textbox', { name: 'Model' }).fill('claude-sonnet-4-5-20250929');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row('house-model').getByText('claude-sonnet-4-5-20250929').last().waitFor();
    await openEntry('Alias house-model now stands for claude-sonnet-4-5-20250929 (Anthropic)');
    expect(await changes()).toEqual([
      'from bedrock to anthropic',
      'from eu.amazon.nova-pro-v1:0 to claude-sonnet-4-5-20250929',
    ]);
    await seen.page.keyboard.press('Escape');
  });

  test('an alias that hides a model says so', async () => {
    const { page, dialog } = seen;
    await openSettings();
    await page.getByRole('button', { name: 'Add alias' }).click();
    await dialog.getByLabel('Alias').fill('gpt-4o');
    await dialog.getByRole('textbox', { name: 'Model' }).fill('gpt-4o-2024-08-06');
    await dialog.getByRole('button', { name: 'Add alias' }).click();
    await row('gpt-4o').getByText('Hides OpenAI’s model').waitFor();
    await act('gpt-4o', 'Remove');
    await dialog.getByText('go to OpenAI’s model of that name').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  test('an alias is removed, after a question', async () => {
    const { dialog } = seen;
    await act('house-model', 'Remove');
    await dialog.getByText('requests for it are refused').waitFor();
    await dialog.getByRole('button', { name: 'Remove alias' }).click();
    await row('house-model').waitFor({ state: 'detached' });
  });

  test('the translation becomes lenient without touching the fallback', async () => {
    const { page } = seen;
    const translation = page.getByRole('region', { name: 'Translation between formats' });
    expect(await translation.getByLabel('Strict: refuse the request').isChecked()).toBe(true);
    await translation.getByLabel('Lenient: leave the field out').check();
    await translation.getByRole('button', { name: 'Save' }).click();
    await translation.getByText('Saved and recorded in the audit log.').waitFor();
    await openEntry('Settings of the organisation changed');
    expect((await changes())[0]).toBe('from strict to lenient');
    await page.keyboard.press('Escape');
    await openSettings();
    expect(await page.getByLabel('Use the default key').isChecked()).toBe(true);
    expect(await translation.getByLabel('Lenient: leave the field out').isChecked()).toBe(true);
  });

  test('the browser never complained and never left home', () => {
    expect(seen.complaints).toEqual([]);
  });
});
