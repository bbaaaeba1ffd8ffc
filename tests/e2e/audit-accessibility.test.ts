import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sidewaysOverflow, violationsOf } from '../support/axe.ts';
import { ApprovalsSite, reviewFirst } from './approvals-site.ts';
import { type Visit, visit } from './byok-visit.ts';

describe('accessibility of Audit (WCAG 2.2 AA, checked with axe)', () => {
  let site: ApprovalsSite;
  let seen: Visit;

  beforeAll(async () => {
    site = await ApprovalsSite.open();
    seen = await visit(site.browser, site.monago.url, { bypassCSP: true });
    await site.furnish(seen.page);
    await site.enforce(seen.page, reviewFirst);
    for (let each = 0; each < 30; each += 1) await site.ask(`What is ledger ${each}?`);
    await site.ask('Call +62 812 3456 7810');
  }, 120_000);

  afterAll(() => site?.close());

  const expectAccessible = async () => {
    expect(await violationsOf(seen.page)).toEqual([]);
    expect(await sidewaysOverflow(seen.page)).toBe(0);
  };
  const closeDialog = async () => {
    await seen.page.keyboard.press('Escape');
    await seen.dialog.waitFor({ state: 'detached' });
  };

  test('crowded, with every filter, in the light and in the dark', async () => {
    const { page } = seen;
    await page.goto(`${site.monago.url}/audit`);
    await page.getByText('waits for approval').first().waitFor();
    await page.getByRole('button', { name: 'Names, hashes and checks' }).click();
    await page.getByText('Root hash').waitFor();
    await expectAccessible();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible();
    const nobody = `cred_${'0'.repeat(32)}`;
    await page.goto(
      `${site.monago.url}/audit?subject=${nobody}&decision=blocked&from=2026-01-01T00:00:00Z`,
    );
    await page.getByText('No entry matches these filters').waitFor();
    await expectAccessible();
    await page.emulateMedia({ colorScheme: 'light' });
    await expectAccessible();
  });

  test('an entry and its proof', async () => {
    const { page, dialog } = seen;
    await page.goto(`${site.monago.url}/audit`);
    await page
      .getByRole('button', { name: /waits for approval/ })
      .first()
      .click();
    await dialog.getByRole('button', { name: 'Verify this entry' }).click();
    await dialog.getByText('In the log, under a signed root').waitFor();
    await dialog.getByText('Hashes on the way to the root').click();
    await expectAccessible();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible();
    await closeDialog();
  });

  test('verification, from the choice of a key to the result, and the export', async () => {
    const { page, dialog } = seen;
    await page.getByRole('button', { name: 'Verify log' }).click();
    await dialog.getByLabel('A policy that you have from elsewhere').check();
    await dialog.getByLabel('Policy', { exact: true }).fill('log nothing\n');
    await dialog.getByText('This is not a policy.').waitFor();
    await expectAccessible();
    await dialog.getByLabel('The key that the server names now').check();
    await dialog.getByRole('button', { name: 'Verify', exact: true }).click();
    await dialog.getByText('Checks that ran').click();
    await expectAccessible();
    await page.emulateMedia({ colorScheme: 'light' });
    await expectAccessible();
    await closeDialog();
    await page.getByRole('button', { name: 'Export' }).click();
    await dialog.getByRole('button', { name: 'Export evidence bundle' }).click();
    await dialog.getByText('Downloaded').waitFor();
    await expectAccessible();
    await closeDialog();
  });

  test('a frozen log, whose alarm is read out', async () => {
    const { page } = seen;
    await site.database.asSuperuser(
      `UPDATE audit_log SET state = 'frozen', frozen_at = now(), frozen_reason = 'a drill'`,
    );
    await page.getByRole('alert').filter({ hasText: 'The log is frozen' }).waitFor();
    await expectAccessible();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible();
  });

  test('on a telephone, in Bahasa Indonesia', async () => {
    const { page, dialog } = seen;
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 360, height: 780 });
    await page.evaluate("localStorage.setItem('monago.language', 'id')");
    await page.goto(`${site.monago.url}/audit`);
    await page.getByText('menunggu persetujuan').first().waitFor();
    await expectAccessible();
    await page.getByText('menunggu persetujuan').first().click();
    await dialog.getByRole('button', { name: 'Verifikasi entri ini' }).waitFor();
    await expectAccessible();
    await closeDialog();
    await page.getByRole('button', { name: 'Verifikasi log' }).click();
    await dialog.getByRole('button', { name: 'Verifikasi', exact: true }).click();
    await dialog.getByText('Pemeriksaan yang dijalankan').click();
    await expectAccessible();
  });
});
