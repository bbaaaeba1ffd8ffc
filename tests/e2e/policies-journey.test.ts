import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApprovalsSite, budi } from './approvals-site.ts';
import { choose, signIn, type Visit, visit } from './byok-visit.ts';

const name = 'mini-needs-approval';

/** From a template to a caller that is let go, and back to an earlier version: what a security officer does in a week. */
describe('the way of one policy', () => {
  let site: ApprovalsSite;
  let sriAt: Visit;
  let budiAt: Visit;

  beforeAll(async () => {
    site = await ApprovalsSite.open();
    sriAt = await visit(site.browser, site.monago.url);
    await site.furnish(sriAt.page);
    budiAt = await visit(site.browser, site.monago.url);
    await budiAt.page.goto(`${site.monago.url}/policies`);
    await signIn(budiAt.page, budi);
    await budiAt.page.getByText('No policy yet').waitFor();
  });

  afterAll(() => site?.close());

  const tab = (label: string) => budiAt.page.getByRole('tab', { name: label }).click();
  const store = async (button: string) => {
    await budiAt.page.getByRole('button', { name: button }).click();
    await budiAt.dialog.getByRole('button', { name: button }).click();
    await budiAt.dialog.waitFor({ state: 'detached' });
  };
  const activate = async (number: number) => {
    const { page } = budiAt;
    await page.getByLabel('Reason').fill('Agreed by the risk committee');
    await page.getByRole('button', { name: `Activate version ${number}` }).click();
    await page.getByText('This version is in force.').waitFor();
    // Whoever reads by ear hears what has happened, instead of nothing.
    expect(await page.locator(':focus').innerText()).toContain('This version is in force.');
  };
  const ask = () => site.ask('Say hello');

  test('a template becomes a policy, and a made-up request shows what it does', async () => {
    const { page } = budiAt;
    expect((await ask()).status).toBe(200);
    await page.getByRole('link', { name: 'New policy' }).first().click();
    await page.getByRole('link', { name: 'Premium-model approval' }).click();
    await page.getByLabel('Name').fill(name);
    const models = page.getByRole('combobox', { name: 'Values for Model' });
    await models.fill('gpt-4o-mini');
    await models.press('Enter');
    await page.getByText('gpt-4o-mini').first().waitFor();
    await page.getByText('3 of 3 passed').waitFor();
    await store('Create policy');
    await tab('Simulate');
    await page.getByLabel('request.model', { exact: true }).fill('gpt-4o-mini');
    await page.getByText('If monitored policies were enforced:').waitFor();
    await page.getByRole('region', { name: 'Decision' }).getByText('Hold').waitFor();
  });

  test('watched, it changes nothing and counts what it would have held', async () => {
    const { page } = budiAt;
    await tab('Activate');
    await page.getByText(/made again: nothing would change\./).waitFor();
    await activate(1);
    expect((await ask()).status).toBe(200);
    await page.getByRole('link', { name: 'See its hits' }).click();
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByText('Monitored').filter({ visible: true }).waitFor();
    await expect
      .poll(async () => {
        await page.reload();
        await row.waitFor();
        return row.getByRole('cell').nth(3).innerText();
      })
      .toBe('1');
  });

  test('the backtest of the enforced version tells how many would have waited', async () => {
    const { page } = budiAt;
    await page.getByRole('link', { name, exact: true }).click();
    await choose(page.getByRole('region', { name: 'General' }), 'Enforce');
    await store('Save version');
    await page.getByText('it acts on requests as soon as it is in force').waitFor();
    await page.getByText(/made again: 2 would be stricter and 0 looser\./).waitFor();
    await activate(2);
  });

  test('enforced, it holds the caller, who is let go with the approval', async () => {
    const { page, dialog } = budiAt;
    const answer = ask();
    await page.getByRole('link', { name: 'Approvals', exact: true }).click();
    await page.getByRole('button', { name: 'Review' }).first().click();
    await dialog.getByRole('link', { name: `${name}@2` }).waitFor();
    await dialog.getByLabel('Reason').fill('One time only');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    expect((await answer).status).toBe(200);
    await dialog.getByText('Whoever waits for it has been told.').waitFor();
    // The form is gone, and the keyboard goes on where it was.
    expect(await dialog.locator(':focus').innerText()).toBe('Decision');
    await dialog.getByText('Approved and sent').waitFor();
  });

  test('after one decision the next request is one press away', async () => {
    const { page, dialog } = budiAt;
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const answers = [site.ask('The first of two'), site.ask('The second of two')];
    await page.getByRole('button', { name: 'Review' }).nth(1).waitFor();
    await page.getByRole('button', { name: 'Review' }).first().click();
    await dialog.getByLabel('Reason').fill('Not this one');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await dialog.getByRole('button', { name: 'Review the next one' }).click();
    const reason = dialog.getByLabel('Reason');
    expect(await reason.inputValue()).toBe('');
    await reason.fill('But this one');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    const statuses = await Promise.all(answers.map(async (each) => (await each).status));
    expect(statuses.sort()).toEqual([200, 403]);
    await dialog.getByText('Approved and sent').waitFor();
    expect(await dialog.getByRole('button', { name: 'Review the next one' }).count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  test('an earlier version is restored, and the history tells who did what and why', async () => {
    const { page } = budiAt;
    await page.getByRole('link', { name: 'Policies', exact: true }).click();
    await page.getByRole('link', { name, exact: true }).click();
    await tab('Versions');
    await page.getByRole('button', { name: /^Version 1/ }).click();
    await page.getByRole('button', { name: 'Restore this version' }).click();
    await activate(1);
    expect((await ask()).status).toBe(200);
    const history = page.getByRole('region', { name: 'History' }).getByRole('row');
    expect(await history.count()).toBe(4);
    const newest = await history.nth(1).innerText();
    expect(newest).toContain('Version 1');
    expect(newest).toContain('You');
    expect(newest).toMatch(/\d\d:\d\d:\d\d WIB/);
    expect(newest).toContain('Agreed by the risk committee');
  });

  test('the browsers never complained and never left home', () => {
    expect([...sriAt.complaints, ...budiAt.complaints]).toEqual([]);
  });
});
