import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApprovalsSite, keepAll, rina } from './approvals-site.ts';
import { choose, everythingKept, type NewPerson, signIn, type Visit, visit } from './byok-visit.ts';

const secret = 'the word of the day is Kecapi';

/** What is kept beside the log: who sees it, for how long, what holds it and how it goes, with two people at two screens. */
describe('kept content, retention, holds and erasure', () => {
  let site: ApprovalsSite;
  let sriAt: Visit;
  let rinaAt: Visit;

  beforeAll(async () => {
    site = await ApprovalsSite.open();
    sriAt = await visit(site.browser, site.monago.url);
    await site.furnish(sriAt.page);
    await site.enforce(sriAt.page, keepAll);
    expect((await site.ask(secret)).status).toBe(200);
    rinaAt = await arrive(rina);
    await tab(sriAt, 'Log');
  }, 120_000);

  afterAll(() => site?.close());

  async function arrive(person: NewPerson): Promise<Visit> {
    const seen = await visit(site.browser, site.monago.url);
    await seen.page.goto(`${site.monago.url}/audit`);
    await signIn(seen.page, person);
    await seen.page.getByRole('heading', { name: 'Audit', exact: true }).waitFor();
    return seen;
  }

  async function tab({ page }: Visit, name: string) {
    if (!page.url().includes('/audit')) await page.goto(`${site.monago.url}/audit`);
    await page.getByRole('tab', { name }).click();
  }
  const row = ({ page }: Visit, text: string | RegExp) =>
    page.getByRole('row').filter({ hasText: text }).first();
  /** A row holds some of its cells twice, for wide windows and for narrow ones. */
  const inSight = (within: Locator | Page, text: string | RegExp) =>
    within.getByText(text).filter({ visible: true }).first();
  const openRequest = async (seen: Visit) => {
    await tab(seen, 'Log');
    await seen.page
      .getByRole('button', { name: /Request for gpt-4o-mini sent/ })
      .first()
      .click();
    await seen.dialog.getByRole('heading', { name: 'Kept content' }).waitFor();
  };
  const pickSubject = async (name: RegExp) => {
    await sriAt.dialog.getByRole('combobox', { name: 'Whose' }).click();
    await sriAt.page.getByRole('option', { name }).click();
  };
  const close = async ({ page, dialog }: Visit) => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };

  test('the drawer says what is kept; who asks for it needs a reason, and somebody else', async () => {
    const { dialog } = rinaAt;
    await openRequest(rinaAt);
    await dialog.getByText('Kept, sealed').waitFor();
    await dialog.getByRole('button', { name: 'Ask to see it' }).click();
    await dialog.getByRole('button', { name: 'Send the request' }).click();
    await dialog.getByText('Say why.').waitFor();
    await dialog.getByLabel('Why do you need to see it?').fill('A customer complains');
    await dialog.getByRole('button', { name: 'Send the request' }).click();
    await dialog.getByText('It waits for somebody else').waitFor();
    expect(await dialog.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await dialog.getByRole('button', { name: 'Ask to see it' }).count()).toBe(0);
  });

  test('the second person finds it in the queue, and approves', async () => {
    const { page, dialog } = sriAt;
    await page.getByRole('tab', { name: 'Kept content 1' }).click();
    await page.waitForURL('**/audit?tab=reveals');
    const waiting = row(sriAt, 'A customer complains');
    await waiting.waitFor();
    expect(await waiting.innerText()).toContain(rina.name);
    expect(await waiting.innerText()).toContain('Waiting');
    await page.getByText('1 request waits for a decision').first().waitFor();
    await waiting.getByRole('button', { name: /^Review/ }).click();
    await dialog.getByText('asks to see it').waitFor();
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.getByText('Say why.').waitFor();
    await dialog.getByLabel('Reason').fill('The complaint is on file');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.getByText(`${rina.name} can look at it once.`).waitFor();
    expect(await dialog.getByRole('button', { name: 'Show it once' }).count()).toBe(0);
    await close(sriAt);
    await page.getByText('Nobody waits for a decision').waitFor();
  });

  test('whoever asked learns of it, looks once, and the page keeps nothing', async () => {
    const { page, dialog } = rinaAt;
    await dialog.getByText('Can be looked at until').waitFor();
    await dialog.getByRole('button', { name: 'Show it once' }).click();
    await dialog.getByText('Request from the client').waitFor();
    await dialog.getByText(secret).first().waitFor();
    expect(await dialog.getByText('Matches the entry').count()).toBeGreaterThan(0);
    const record = dialog.getByRole('link', { name: /^The entry that records your look/ });
    const [recorded] = await Promise.all([page.context().waitForEvent('page'), record.click()]);
    await recorded
      .getByText(/^Content of aud_…\w+ looked at/)
      .first()
      .waitFor();
    await recorded.close();
    await dialog.getByRole('button', { name: 'Hide for good' }).click();
    await dialog.getByRole('button', { name: 'Ask to see it' }).waitFor();
    expect(await everythingKept(page)).not.toContain('Kecapi');
    await page.reload();
    await dialog.getByText('Earlier requests (1)').click();
    await dialog.getByText('The complaint is on file').waitFor();
    expect(await dialog.getByRole('button', { name: 'Show it once' }).count()).toBe(0);
    await close(rinaAt);
  });

  test('a refusal is final, and stands where it is looked for', async () => {
    await openRequest(sriAt);
    await sriAt.dialog.getByRole('button', { name: 'Ask to see it' }).click();
    await sriAt.dialog.getByLabel('Why do you need to see it?').fill('I am curious');
    await sriAt.dialog.getByRole('button', { name: 'Send the request' }).click();
    await sriAt.dialog.getByText('It waits for somebody else').waitFor();
    await tab(rinaAt, 'Kept content');
    await rinaAt.page.getByRole('button', { name: /^Review the request/ }).click();
    await rinaAt.dialog.getByLabel('Reason').fill('Curiosity is no ground');
    await rinaAt.dialog.getByRole('button', { name: 'Refuse' }).click();
    await rinaAt.dialog.getByText('Earlier requests (2)').waitFor();
    await close(rinaAt);
    await rinaAt.page.getByText('Refused', { exact: true }).click();
    await rinaAt.page.waitForURL('**/audit?tab=reveals&show=refused');
    await row(rinaAt, 'I am curious').waitFor();
    await rinaAt.page.reload();
    await row(rinaAt, 'I am curious').waitFor();
    await sriAt.dialog.getByText('Earlier requests (2)').click();
    await sriAt.dialog.getByText('Curiosity is no ground').waitFor();
    await close(sriAt);
  });

  test('a hold is placed on somebody, stands in the drawer, and forbids erasing', async () => {
    const { page, dialog } = sriAt;
    await tab(sriAt, 'Legal holds');
    await page.getByText('No legal hold stands').waitFor();
    await page.getByRole('button', { name: 'Place a hold' }).click();
    await dialog.getByRole('button', { name: 'Place hold' }).click();
    await dialog.getByText('Choose whose content.').waitFor();
    await pickSubject(/^billing-service/);
    await dialog.getByLabel('Reason').fill('Case 12');
    await dialog.getByRole('button', { name: 'Place hold' }).click();
    await row(sriAt, 'Case 12').waitFor();
    expect(await row(sriAt, 'Case 12').innerText()).toContain('billing-service');
    await openRequest(sriAt);
    await dialog.getByText('Under legal hold').waitFor();
    await close(sriAt);
    await tab(sriAt, 'Erasure');
    await page.getByText('Nothing was erased yet').waitFor();
    await page.getByRole('button', { name: 'Erase content' }).click();
    await pickSubject(/^billing-service/);
    await dialog.getByLabel('Reason').fill('They asked for it');
    await dialog.getByRole('button', { name: 'Show what goes' }).click();
    await dialog.getByText('A legal hold forbids it').waitFor();
    expect(await dialog.getByRole('button', { name: 'Erase for good' }).count()).toBe(0);
    await dialog.getByRole('link', { name: 'Show the legal holds' }).click();
    await page.waitForURL('**/audit?tab=holds');
  });

  test('an auditor sees holds, retention and erasures, and nothing to press', async () => {
    const { page } = rinaAt;
    await tab(rinaAt, 'Legal holds');
    await row(rinaAt, 'Case 12').waitFor();
    expect(await page.getByRole('button', { name: /Release|Place a hold/ }).count()).toBe(0);
    await tab(rinaAt, 'Retention');
    await page.getByText('For ever', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Review the change' }).count()).toBe(0);
    await tab(rinaAt, 'Erasure');
    await page.getByText('Nothing was erased yet').waitFor();
    expect(await page.getByRole('button', { name: 'Erase content' }).count()).toBe(0);
  });

  test('a hold is released with a reason, and stays in the list', async () => {
    const { page, dialog } = sriAt;
    await page.getByRole('button', { name: 'Release the hold on billing-service' }).click();
    await dialog.getByText('Erasures that waited for the hold go on').waitFor();
    await dialog.getByLabel('Why is it released?').fill('The case is closed');
    await dialog.getByRole('button', { name: 'Release hold' }).click();
    await page.getByText('No legal hold stands').waitFor();
    await page.getByText('Released', { exact: true }).click();
    await page.waitForURL('**/audit?tab=holds&show=released');
    await inSight(page, /by you: The case is closed/).waitFor();
    await row(sriAt, 'Case 12')
      .getByRole('link', { name: /^In the log/ })
      .click();
    await page.getByRole('button', { name: /Legal hold released on entries of/ }).waitFor();
    await page.getByRole('button', { name: /Legal hold placed on entries of/ }).waitFor();
  });

  test('content is erased once whose it is was typed, and the entry about it is one link away', async () => {
    const { page, dialog } = sriAt;
    await tab(sriAt, 'Erasure');
    await page.getByRole('button', { name: 'Erase content' }).click();
    await dialog.getByRole('button', { name: 'Show what goes' }).click();
    await dialog.getByText('Choose whose content.').waitFor();
    await pickSubject(/^billing-service/);
    await dialog.getByLabel('Reason').fill('They asked for it');
    await dialog.getByRole('button', { name: 'Show what goes' }).click();
    await dialog.getByText('Content and salts of 2 entries').waitFor();
    const erase = dialog.getByRole('button', { name: 'Erase for good' });
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel('Type billing-service to confirm').fill('Billing-service');
    await dialog.getByText('It has to be typed exactly').waitFor();
    await dialog.getByLabel('Type billing-service to confirm').fill('billing-service');
    await erase.click();
    await dialog.getByText('Content and salts of 2 entries are gone.').waitFor();
    await dialog.getByRole('link', { name: 'The entries that record it' }).click();
    await page.getByRole('button', { name: /Content of 2 entries erased on request/ }).click();
    await dialog.getByRole('heading', { name: 'Kept content' }).waitFor();
    await close(sriAt);
    await tab(sriAt, 'Erasure');
    await inSight(row(sriAt, 'They asked for it'), 'Done').waitFor();
    await openRequest(sriAt);
    await dialog.getByText('It was destroyed with its salt').waitFor();
    expect(await dialog.getByRole('button', { name: 'Ask to see it' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'The entry that records the erasure' }).click();
    await dialog
      .getByText(/Content of 2 entries erased on request/)
      .first()
      .waitFor();
    await close(sriAt);
  });

  test('retention is changed after its consequences were read', async () => {
    const { page, dialog } = sriAt;
    expect((await site.ask('What is a ledger?')).status).toBe(200);
    await tab(sriAt, 'Retention');
    await page.getByText('Last daily run').waitFor();
    const content = page.getByRole('radiogroup', { name: 'Content and salts' });
    await content.getByLabel('For a number of days').check();
    await page.getByRole('button', { name: 'Review the change' }).click();
    await page.getByText('Use a whole number from 1 to 36,500.').waitFor();
    await page.getByLabel('Days: Content and salts').fill('30');
    await page.getByRole('button', { name: 'Review the change' }).click();
    await dialog.getByText(/^No content is older yet than/).waitFor();
    await dialog.getByText('Entries stay for ever.').waitFor();
    await dialog.getByText(/nobody can bring back/).waitFor();
    await dialog.getByRole('button', { name: 'Change retention' }).click();
    await page.getByText('Saved. It takes effect with the next daily run.').waitFor();
    await page.reload();
    await expect.poll(() => page.getByLabel('Days: Content and salts').inputValue()).toBe('30');
    await tab(rinaAt, 'Retention');
    await rinaAt.page.getByText('30 days').waitFor();
  });

  test('the log is narrowed to times of one’s own, which are in the address', async () => {
    const { page } = sriAt;
    await tab(sriAt, 'Log');
    await page.getByRole('combobox', { name: 'Time' }).click();
    await page.getByRole('option', { name: 'From … to …' }).click();
    const picker = page.getByRole('dialog', { name: 'From … to …' });
    await picker.getByRole('button', { name: 'Show' }).click();
    await picker.getByText('Give the beginning or the end.').waitFor();
    await picker.getByLabel('From').fill('2026-01-01T00:00');
    await picker.getByLabel('Up to').fill('2026-01-02T00:00');
    await picker.getByRole('button', { name: 'Show' }).click();
    await page.getByText('No entry matches these filters').waitFor();
    const search = new URL(page.url()).searchParams;
    expect(search.get('from')).toBe('2025-12-31T17:00:00.000Z');
    expect(search.get('to')).toBe('2026-01-01T17:00:00.000Z');
    await page.reload();
    await page.getByText('No entry matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
  });

  test.each([
    ['JSON Lines', /\.jsonl\.ndjson$/, /^\{"/],
    ['OCSF', /\.ocsf\.ndjson$/, /"class_uid"/],
    ['CEF', /\.cef\.log$/, /CEF:/],
  ])('entries are exported as %s', async (format, name, record) => {
    const { page, dialog } = sriAt;
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await choose(dialog, 'Records');
    await dialog.getByRole('combobox', { name: 'Format' }).click();
    await page.getByRole('option', { name: format }).click();
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export records' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(name);
    await dialog.getByText('Downloaded').waitFor();
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toMatch(record);
    await dialog.getByText(new RegExp(`^${lines.length} entries, `)).waitFor();
    await close(sriAt);
  });

  test('nothing was refused by the page’s own policy, and nothing left home', () => {
    expect(sriAt.complaints).toEqual([]);
    expect(rinaAt.complaints).toEqual([]);
  });
});
