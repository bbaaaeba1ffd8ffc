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

describe('what an administrator does with policies', () => {
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

  const tab = (name: string) => seen.page.getByRole('tab', { name, exact: true }).click();
  const row = (name: string) => seen.page.getByRole('row').filter({ hasText: name });
  const editor = () => seen.page.getByRole('textbox', { name: 'Policy as YAML' });
  const openList = () => seen.page.getByRole('link', { name: 'Policies', exact: true }).click();
  const openPolicy = async (name: string) => {
    await openList();
    await seen.page.getByRole('link', { name, exact: true }).click();
    await seen.page.getByRole('heading', { name, exact: true }).waitFor();
  };
  const store = async (button: string, note: string) => {
    await seen.page.getByRole('button', { name: button }).click();
    await seen.dialog.getByLabel('What is it about?').fill(note);
    await seen.dialog.getByRole('button', { name: button }).click();
    await seen.dialog.waitFor({ state: 'detached' });
  };
  const activate = async (number: number) => {
    const { page } = seen;
    await page.getByLabel('Reason').fill('Agreed by the risk committee');
    await page.getByRole('button', { name: `Activate version ${number}` }).click();
    await page.getByText(`Version ${number} is in force`).waitFor();
  };

  test('a policy begins with a template and says in plain words what it does', async () => {
    const { page } = seen;
    await openList();
    await page.getByText('No policy yet').waitFor();
    await page.getByRole('link', { name: 'New policy' }).first().click();
    await page.getByRole('link', { name: 'Model allowlist' }).click();
    await page.getByText('3 of 3 passed').waitFor();
    await page.getByText('Only watched, not enforced.').waitFor();
    await page.getByLabel('Name').fill('approved-models');
    await choose(page.getByRole('region', { name: 'General' }), 'Enforce');
    await page.getByText('Only watched, not enforced.').waitFor({ state: 'detached' });
  });

  test('what the form changes stands in the YAML, beside the comments that were there', async () => {
    const { page } = seen;
    await page.getByText('YAML', { exact: true }).click();
    const text = await editor().innerText();
    expect(text).toContain('name: approved-models');
    expect(text).toContain('mode: enforce');
    expect(text).toContain('# The models that are approved; * stands for any text.');
  });

  test('a misspelt key is found, and put right with one press', async () => {
    const { page } = seen;
    await editor().press('Control+Home');
    await page.keyboard.type('prioritty: 3\n');
    await page.getByText("there is no 'prioritty'").first().waitFor();
    await page.getByText('Shown again as soon as the policy has no error.').waitFor();
    await page.getByRole('button', { name: 'Replace with priority' }).click();
    await page.getByText("the key 'priority' is there already").first().waitFor();
    await editor().press('Control+Home');
    await page.keyboard.press('Control+Shift+k');
    await page.getByText('No problem').waitFor();
  });

  test('the keyboard leaves the editor with Escape and Tab', async () => {
    await editor().press('Escape');
    await seen.page.keyboard.press('Tab');
    expect(await editor().evaluate((one) => one.matches(':focus'))).toBe(false);
  });

  test('it is stored, seen, and put into force with a reason', async () => {
    const { page } = seen;
    await store('Create policy', 'First draft');
    await page.getByText('No version is in force', { exact: false }).first().waitFor();
    await page.getByText('Nothing was recorded in this period.').waitFor();
    await activate(1);
    await openList();
    await row('approved-models').getByText('Enforced').filter({ visible: true }).waitFor();
  });

  test('a request is tried out, and becomes a test', async () => {
    const { page, dialog } = seen;
    await openPolicy('approved-models');
    await tab('Simulate');
    const decision = page.getByRole('region', { name: 'Decision' });
    await decision.getByText('Allow').waitFor();
    await page.getByLabel('request.model', { exact: true }).fill('o3');
    await decision.getByText('Block').waitFor();
    await decision.getByText('model_not_allowed').waitFor();
    await page.getByText('request.model = "o3"').waitFor();
    await page.getByRole('button', { name: 'Save as test' }).click();
    await dialog.getByLabel('What does it show?').fill('o3 is blocked');
    await dialog.getByRole('button', { name: 'Add test' }).click();
    await page.getByText('4 of 4 passed').waitFor();
    await page.getByText('changes not saved').waitFor();
  });

  test('leaving asks before what was not saved is lost', async () => {
    const { page, dialog } = seen;
    await page.getByRole('link', { name: 'Audit', exact: true }).click();
    await dialog.getByText('What you changed in this policy is lost.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await store('Save version', 'With a test for o3');
    await activate(2);
  });

  test('an earlier version is compared, and restored', async () => {
    const { page } = seen;
    await tab('Versions');
    await page.getByText('o3 is blocked').waitFor();
    await page.getByRole('button', { name: /Version 1/ }).click();
    await page.getByRole('button', { name: 'Restore this version' }).click();
    await activate(1);
  });

  test('a warning of the analysis is shown by a request, and acknowledged', async () => {
    const { page } = seen;
    await page.goto(`${monago.url}/policies/new?from=blank`);
    await page.getByLabel('Name').fill('block-everything');
    await page.getByLabel('And when').fill('');
    await store('Create policy', 'A trap');
    await page.getByText('It matches every request.').waitFor();
    await page.getByText('Acknowledge the').first().waitFor();
    await page.getByRole('button', { name: 'Show a request' }).first().click();
    await page.getByText('Matches', { exact: true }).first().waitFor();
    await tab('Activate');
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await activate(1);
  });

  test('the list is filtered by its address', async () => {
    const { page } = seen;
    await page.goto(`${monago.url}/policies?state=monitor`);
    await row('block-everything').waitFor();
    expect(await row('approved-models').count()).toBe(0);
    await page.getByLabel('Find by name').fill('nothing');
    await page.getByText('No policy matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row('approved-models').waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  test('a policy is taken out of force with a reason, and archived', async () => {
    const { page, dialog } = seen;
    await openPolicy('block-everything');
    await page.getByRole('button', { name: 'Actions for block-everything' }).click();
    await page.getByRole('menuitem', { name: 'Take out of force' }).click();
    await dialog.getByLabel('Reason').fill('It was a trap');
    await dialog.getByRole('button', { name: 'Take out of force' }).click();
    await page.getByText('No version is in force', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Actions for block-everything' }).click();
    await page.getByRole('menuitem', { name: 'Archive' }).click();
    await dialog.getByRole('button', { name: 'Archive' }).click();
    await page.getByText('Archived', { exact: true }).waitFor();
    await openList();
    await row('approved-models').waitFor();
    await row('block-everything').waitFor({ state: 'detached' });
  });

  test('the browser never complained and never left home', () => {
    expect(seen.complaints).toEqual([]);
  });
});
