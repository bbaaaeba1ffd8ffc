import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sidewaysOverflow, violationsOf } from '../support/axe.ts';
import { ApprovalsSite, budi, rina } from './approvals-site.ts';
import { choose, signIn, type Visit, visit } from './byok-visit.ts';

/** Colours that are on their way to the other scheme have no contrast to speak of. */
const areColoursSettled = `document.getAnimations().every((each) => !(each instanceof CSSTransition))`;

describe('accessibility of what is kept beside the log (WCAG 2.2 AA, checked with axe)', () => {
  let site: ApprovalsSite;
  let seen: Visit;

  beforeAll(async () => {
    site = await ApprovalsSite.open();
    const { page } = await visit(site.browser, site.monago.url);
    await site.furnish(page);
    // As many as an organisation has after some years.
    for (let at = 0; at < 13; at += 1) {
      const reason = `Case ${at}, ${'long '.repeat(20)}`;
      const { id } = await site.post(page, '/api/audit/holds', { reason });
      if (at > 0) continue;
      const released = { reason: 'The case is closed' };
      await site.post(page, `/api/audit/holds/${String(id)}/release`, released);
      const erased = { from: '2026-01-01T00:00:00Z', reason: 'They asked for it' };
      await site.post(page, '/api/audit/erasures', erased);
    }
    const { entries } = await (
      await page.request.get(`${site.monago.url}/api/audit/entries?type=legal_hold.placed`)
    ).json();
    const rinaAt = await visit(site.browser, site.monago.url);
    await rinaAt.page.goto(`${site.monago.url}/audit`);
    await signIn(rinaAt.page, rina);
    await rinaAt.page.getByRole('heading', { name: 'Audit', exact: true }).waitFor();
    for (const { id } of entries.slice(0, 8)) {
      await site.post(rinaAt.page, `/api/audit/entries/${id}/reveals`, {
        reason: 'A long reason that goes over more than one line, as reasons do',
      });
    }
    seen = await visit(site.browser, site.monago.url, { bypassCSP: true });
    await seen.page.goto(`${site.monago.url}/audit`);
    await signIn(seen.page, budi);
    await seen.page.getByRole('heading', { name: 'Audit', exact: true }).waitFor();
  }, 120_000);

  afterAll(() => site?.close());

  const tab = (name: string) => seen.page.getByRole('tab', { name }).click();
  const close = async () => {
    await seen.page.keyboard.press('Escape');
    await seen.dialog.waitFor({ state: 'detached' });
  };
  /** A row holds some of its cells twice, for wide windows and for narrow ones. */
  const inSight = (within: Locator | Page, text: string) =>
    within.getByText(text).filter({ visible: true }).first();
  const expectAccessible = async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await seen.page.emulateMedia({ colorScheme });
      await seen.page.waitForFunction(areColoursSettled);
      expect(await violationsOf(seen.page)).toEqual([]);
      expect(await sidewaysOverflow(seen.page)).toBe(0);
    }
  };

  test.each([
    ['reveals', 'Review'],
    ['reveals&show=expired', 'No request in this state'],
    ['retention', 'Last daily run'],
    ['holds', 'Case 11'],
    ['holds&show=released', 'The case is closed'],
    ['erasures', 'They asked for it'],
  ])('%s', async (name, text) => {
    await seen.page.goto(`${site.monago.url}/audit?tab=${name}`);
    await inSight(seen.page, text).waitFor();
    await expectAccessible();
  });

  test('the dialogs, from the form to the consequences', async () => {
    const { page, dialog } = seen;
    await page.getByRole('button', { name: 'Erase content' }).click();
    await choose(dialog, 'A time, everybody’s');
    await dialog.getByRole('button', { name: 'Show what goes' }).click();
    await dialog.getByText('Give the beginning or the end.').waitFor();
    await expectAccessible();
    await dialog.getByLabel('From').fill('2026-01-01T00:00');
    await dialog.getByLabel('Reason').fill('Kept long enough');
    await dialog.getByRole('button', { name: 'Show what goes' }).click();
    await dialog.getByText('12 holds cover what would be erased').waitFor();
    await expectAccessible();
    await close();
    await tab('Retention');
    await page
      .getByRole('radiogroup', { name: 'Content and salts' })
      .getByLabel('For a number of days')
      .check();
    await page.getByLabel('Days: Content and salts').fill('1');
    await page.getByRole('button', { name: 'Review the change' }).click();
    await dialog.getByText('A legal hold covers everybody').waitFor();
    await expectAccessible();
    await close();
    await tab('Legal holds');
    await page.getByRole('button', { name: 'Place a hold' }).click();
    await dialog.getByRole('button', { name: 'Place hold' }).click();
    await dialog.getByText('Say why.').waitFor();
    await expectAccessible();
    await close();
  });

  test('a request to decide, in the drawer', async () => {
    const { page, dialog } = seen;
    await tab('Kept content');
    await page
      .getByRole('button', { name: /^Review/ })
      .first()
      .click();
    await dialog.getByRole('button', { name: 'Refuse' }).click();
    await dialog.getByText('Say why.').waitFor();
    await expectAccessible();
    await close();
  });

  test('on a telephone, in Bahasa Indonesia', async () => {
    const { page, dialog } = seen;
    await page.setViewportSize({ width: 360, height: 780 });
    await page.evaluate("localStorage.setItem('monago.language', 'id')");
    for (const [name, text] of [
      ['reveals', 'Periksa'],
      ['retention', 'Proses harian terakhir'],
      ['holds', 'Lepas'],
      ['erasures', 'Selesai'],
    ] as const) {
      await page.goto(`${site.monago.url}/audit?tab=${name}`);
      await inSight(page, text).waitFor();
      await expectAccessible();
    }
    await page.getByRole('button', { name: 'Hapus konten' }).click();
    await inSight(dialog, 'Milik siapa').waitFor();
    await expectAccessible();
  });
});
