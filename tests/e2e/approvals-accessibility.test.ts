import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sidewaysOverflow, violationsOf } from '../support/axe.ts';
import { ApprovalsSite, budi, reviewFirst } from './approvals-site.ts';
import { signIn, type Visit, visit } from './byok-visit.ts';

describe('accessibility of Approvals (WCAG 2.2 AA, checked with axe)', () => {
  let site: ApprovalsSite;
  let sriAt: Visit;
  let seen: Visit;

  beforeAll(async () => {
    site = await ApprovalsSite.open();
    sriAt = await visit(site.browser, site.monago.url, { bypassCSP: true });
    await site.furnish(sriAt.page);
    seen = await visit(site.browser, site.monago.url, { bypassCSP: true });
    await seen.page.goto(`${site.monago.url}/approvals`);
    await signIn(seen.page, budi);
  });

  afterAll(() => site?.close());

  const expectAccessible = async ({ page }: Visit = seen) =>
    expect(await violationsOf(page)).toEqual([]);
  const ask = (last: number) => site.ask(`Call +62 812 3456 78${last}, card 4111 1111 1111 1111`);

  test('while nothing waits', async () => {
    await seen.page.getByText('Nothing waits for a decision').waitFor();
    await expectAccessible();
    await seen.page.getByText('Rejected', { exact: true }).click();
    await seen.page.getByText('No request with this status').waitFor();
    await expectAccessible();
    await seen.page.getByRole('button', { name: 'Show what waits' }).click();
  });

  test('with requests that wait, in the light and in the dark', async () => {
    await site.post(sriAt.page, '/api/inspection', { content_in_approvals: true });
    await site.enforce(sriAt.page, reviewFirst);
    for (let each = 10; each < 22; each += 1) expect((await ask(each)).status).toBe(403);
    await seen.page.getByRole('button', { name: 'Review' }).nth(11).waitFor();
    await expectAccessible();
    await seen.page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible();
  });

  test('one request in full, with its text, a missing reason and the decision', async () => {
    const { page, dialog } = seen;
    await page.getByRole('button', { name: 'Review' }).first().click();
    await dialog.getByRole('button', { name: 'Show the text' }).click();
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await dialog.getByText('Say why.').waitFor();
    await expectAccessible();
    await dialog.getByLabel('Reason').fill('Seen');
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await dialog.getByText('Rejected by you').waitFor();
    await expectAccessible();
    await page.keyboard.press('Escape');
  });

  test('one that nobody alone may approve, which the keyboard can tell', async () => {
    const { page, dialog } = sriAt;
    await page.goto(`${site.monago.url}/approvals`);
    await page.getByRole('button', { name: 'Review' }).first().click();
    const approve = dialog.getByRole('button', { name: 'Approve' });
    await approve.focus();
    expect(await dialog.locator(':focus').innerText()).toBe('Approve');
    const reason = await approve.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${reason}"]`).textContent()).toContain('Another person');
    await expectAccessible(sriAt);
  });

  test('on a telephone, in Bahasa Indonesia', async () => {
    const { page, dialog } = seen;
    await page.setViewportSize({ width: 360, height: 780 });
    await page.evaluate("localStorage.setItem('monago.language', 'id')");
    await page.goto(`${site.monago.url}/approvals`);
    const review = page.getByRole('button', { name: 'Periksa' });
    await review.first().waitFor();
    expect(await sidewaysOverflow(page)).toBe(0);
    await expectAccessible();
    await review.first().click();
    await dialog.getByRole('button', { name: 'Setujui' }).waitFor();
    await expectAccessible();
    await page.getByRole('button', { name: 'Tutup' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(seen.complaints).toEqual([]);
  });
});
