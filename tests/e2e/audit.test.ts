import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApprovalsSite, reviewFirst } from './approvals-site.ts';
import { type Visit, visit } from './byok-visit.ts';

/** From looking for an entry to proof that the log is whole, and to the moment when it no longer is. */
describe('the audit page', () => {
  let site: ApprovalsSite;
  let seen: Visit;

  beforeAll(async () => {
    site = await ApprovalsSite.open();
    seen = await visit(site.browser, site.monago.url);
    await site.furnish(seen.page);
    expect((await site.ask('What is a ledger?')).status).toBe(200);
    await site.enforce(seen.page, reviewFirst);
    expect((await site.ask('Call +62 812 3456 7810, card 4111 1111 1111 1111')).status).toBe(403);
    await seen.page.goto(`${site.monago.url}/audit`);
    await row('Request for gpt-4o-mini sent to OpenAI').waitFor();
  }, 120_000);

  afterAll(() => site?.close());

  const row = (text: string) => seen.page.getByRole('button', { name: text }).first();
  const address = () => new URL(seen.page.url()).searchParams;
  const tag = () => seen.page.getByRole('button', { name: /^Remove the filter/ });
  const closeDialog = async () => {
    await seen.page.keyboard.press('Escape');
    await seen.dialog.waitFor({ state: 'detached' });
  };

  test('filters are in the address, and a link brings them back', async () => {
    const { page } = seen;
    await page.getByRole('combobox', { name: 'Decision' }).click();
    await page.getByRole('option', { name: 'Pending approval' }).click();
    await row('waits for approval').waitFor();
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    expect(address().get('decision')).toBe('pending_approval');
    await page.getByText('AI requests', { exact: true }).first().click();
    await page.reload();
    await row('waits for approval').waitFor();
    expect(await page.getByRole('combobox', { name: 'Decision' }).inputValue()).toBe(
      'Pending approval',
    );
    expect(address().get('class')).toBe('ai');
    await page.getByText('Administration', { exact: true }).first().click();
    await page.getByText('No entry matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await row('API key billing-service created').waitFor();
    expect([...address().keys()]).toEqual([]);
  });

  test('a pasted id finds what it stands for', async () => {
    const { page } = seen;
    const search = page.getByRole('searchbox', { name: 'Find by id' });
    await search.fill('gpt-4o-mini');
    await search.press('Enter');
    await page.getByText('Paste an id, such as').waitFor();
    const { entries } = await (
      await page.request.get(`${site.monago.url}/api/audit/entries?type=ai.request.intent`)
    ).json();
    await search.fill(entries[0].body.request_id);
    await search.press('Enter');
    await tag().waitFor();
    await expect.poll(() => page.getByRole('row').count()).toBe(3);
    await tag().click();
    await row('API key billing-service created').waitFor();
  });

  test('the keyboard alone opens an entry and comes back to it', async () => {
    const { page, dialog } = seen;
    await page.getByRole('region', { name: 'Audit' }).focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = page.getByRole('row').nth(2).getByRole('button');
    expect(await second.evaluate((button) => button.matches(':focus'))).toBe(true);
    await page.keyboard.press('Enter');
    await dialog.getByRole('heading', { name: 'Proof' }).waitFor();
    const opened = await dialog.getByRole('heading', { level: 2 }).first().innerText();
    await dialog.getByRole('button', { name: 'Older entry' }).click();
    await expect
      .poll(() => dialog.getByRole('heading', { level: 2 }).first().innerText())
      .not.toBe(opened);
    await closeDialog();
  });

  test('a request is told in plain words, with what became of it', async () => {
    const { page, dialog } = seen;
    await row('Request for gpt-4o-mini sent to OpenAI').click();
    await dialog.getByText('billing-service asked for gpt-4o-mini at OpenAI.').waitFor();
    await dialog.getByText('Inspection found nothing in the request.').waitFor();
    await dialog.getByText('Decision: Allowed; no policy matched.').waitFor();
    await dialog.getByText(/^It cost US\$0\.0/).waitFor();
    await dialog.getByRole('button', { name: /^Answered with HTTP 200/ }).click();
    await dialog.getByRole('button', { name: /^Request for gpt-4o-mini sent/ }).waitFor();
    await closeDialog();
    await row('waits for approval').click();
    await dialog.getByText(/^Inspection found .*PHONE/).waitFor();
    await dialog.getByRole('link', { name: 'Open the approval' }).waitFor();
    await dialog.getByRole('link', { name: /^Simulate / }).click();
    await page.getByRole('tab', { name: 'Simulate' }).waitFor();
    await page.goBack();
    await closeDialog();
  });

  test('an entry is proven in the browser', async () => {
    const { page, dialog } = seen;
    await row('Credential production-openai').click();
    await dialog.getByRole('button', { name: 'Verify this entry' }).click();
    await dialog.getByText('In the log, under a signed root').waitFor();
    await dialog.getByText(/hashes lead from it to the root over/).waitFor();
    const receipt = dialog.getByRole('link', { name: 'Download receipt' });
    const taken = await page.request.get(`${site.monago.url}${await receipt.getAttribute('href')}`);
    expect(await taken.text()).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    await closeDialog();
  });

  test('the newest page follows the log when it is told to, and else says that there is more', async () => {
    const { page } = seen;
    await site.ask('What is a journal?');
    await page.getByRole('button', { name: /^\d+ new$/ }).waitFor();
    await page.getByLabel('Follow live').check();
    const first = page.getByRole('row').nth(1);
    const before = await first.innerText();
    await site.ask('What is a balance?');
    await expect.poll(() => first.innerText(), { timeout: 10_000 }).not.toBe(before);
    expect(address().get('live')).toBe('on');
    await page.getByLabel('Follow live').uncheck();
  });

  test('the log is verified with one press, and the browser remembers by which key', async () => {
    const { page, dialog } = seen;
    const verify = async () => {
      await page.getByRole('button', { name: 'Verify log' }).click();
      await dialog.getByRole('button', { name: 'Verify', exact: true }).click();
      await dialog
        .getByText('Every entry is the one that was signed, and none is missing')
        .waitFor();
    };
    await verify();
    await dialog.getByText('the one that the server named just now').waitFor();
    await dialog.getByText('Checks that ran').click();
    await dialog.getByText('Every entry names the hash of the one before').waitFor();
    await closeDialog();
    await verify();
    await dialog.getByText('still begins with what it verified before').waitFor();
    await dialog.getByText('Checks that ran').click();
    await dialog.getByText('The log begins with what was verified earlier').waitFor();
    await closeDialog();
  });

  test('a policy of another log is told apart before anything is read', async () => {
    const { page, dialog } = seen;
    await page.getByRole('button', { name: 'Verify log' }).click();
    await dialog.getByLabel('A policy that you have from elsewhere').check();
    await dialog.getByLabel('Policy', { exact: true }).fill('log nothing\n');
    await dialog.getByText('This is not a policy.').waitFor();
    const { vkey } = await (await page.request.get(`${site.monago.url}/api/audit/head`)).json();
    await dialog.getByLabel('Policy', { exact: true }).fill(`log ${vkey}\nquorum none\n`);
    await dialog.getByRole('button', { name: 'Verify', exact: true }).click();
    await dialog.getByText('The key is the one of the policy that you gave.').waitFor();
    await closeDialog();
  });

  test('the evidence is downloaded with progress, under the name that the server gives', async () => {
    const { page, dialog } = seen;
    await page.getByRole('button', { name: 'Export' }).click();
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export evidence bundle' }).click();
    expect((await downloading).suggestedFilename()).toMatch(/^monago-audit-\d+\.tar$/);
    await dialog.getByText('Downloaded').waitFor();
    await dialog.getByText(/^\d+ entries, [\d.]+ MB$/).waitFor();
    await closeDialog();
  });

  test('an entry that somebody changes in the database is found, and shown', async () => {
    const { page, dialog } = seen;
    await site.database.asSuperuser(
      `DO $$ BEGIN SET LOCAL session_replication_role = replica;
         UPDATE audit_entry SET
           leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'billing-service', 'another-service'), 'UTF8'),
           leaf_hash = sha256('\\x00' || convert_to(replace(convert_from(leaf, 'UTF8'), 'billing-service', 'another-service'), 'UTF8'))
         WHERE type = 'token.created'; END $$`,
    );
    const [changed] = await site.database.asSuperuser<{ idx: string }>(
      `SELECT idx FROM audit_entry WHERE type = 'token.created'`,
    );
    // Its hash was changed with it: the next entry, which names the old one, is the first that shows it.
    const next = Number(changed?.idx) + 1;
    await page.getByRole('button', { name: 'Verify log' }).click();
    await dialog.getByRole('button', { name: 'Verify', exact: true }).click();
    await dialog.getByText('Tampering proven').waitFor();
    await dialog.getByRole('button', { name: `Show entry ${next}, the first at fault` }).click();
    await row('API key another-service created').waitFor();
    expect(address().get('before')).toBe(String(next + 1));
  });

  test('nothing was refused by the page’s own policy, and nothing left home', () => {
    expect(seen.complaints).toEqual([]);
  });
});
