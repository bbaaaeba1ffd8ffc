import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sidewaysOverflow, violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type MonagoProcess, startMonago } from '../support/monago-process.ts';
import {
  act,
  choose,
  closeShownKey,
  everythingKept,
  send,
  setUp,
  shownKey,
  signIn,
  type Visit,
  visit,
} from './byok-visit.ts';

const password = 'a long enough passphrase';
const sri = {
  organisation: 'Bank Nusantara',
  name: 'Sri Wahyuni',
  email: 'sri@bank.example',
  password,
};
const budi = { ...sri, name: 'Budi Santoso', email: 'budi@bank.example' };
const copied = 'I have copied the link.';

/** A second person, from the invitation to being shut out, with both at their own screens. */
describe('users', () => {
  let browser: Browser;
  let monago: MonagoProcess;
  let sriAt: Visit;
  let budiAt: Visit;

  beforeAll(async () => {
    browser = await launchBrowser();
    monago = await startMonago();
    // The accessibility checker is a script of ours that the page's policy rightly refuses.
    sriAt = await visit(browser, monago.url, { bypassCSP: true });
    budiAt = await visit(browser, monago.url, { bypassCSP: true });
    await setUp(sriAt.page, monago.setupLink, sri);
    await sriAt.page.getByRole('link', { name: 'Users', exact: true }).click();
    await sriAt.page.getByText('1 person').waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await monago?.stop();
  });

  const rowOf = (seen: Visit, name: string) => seen.page.getByRole('row').filter({ hasText: name });
  const statusOf = (seen: Visit, name: string, status: string) =>
    rowOf(seen, name).getByText(status, { exact: true }).waitFor();

  async function shownLink(): Promise<string> {
    const { 'Invitation link': link = '' } = await shownKey(sriAt);
    expect(link).toMatch(/\/join#token=[\w-]{43}$/);
    return link;
  }

  /** In both schemes, and on a telephone. */
  async function expectAccessible({ page }: Visit): Promise<void> {
    await page.getByRole('menu').waitFor({ state: 'detached' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // A colour on its way from one to another is neither.
      await page.evaluate(
        'Promise.allSettled(document.getAnimations().map(({ finished }) => finished))',
      );
      expect(await violationsOf(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await violationsOf(page)).toEqual([]);
    // The table becomes a list a moment after the window is narrow.
    await expect.poll(() => sidewaysOverflow(page)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.emulateMedia({ colorScheme: 'light' });
  }

  test('nobody changes their own account, and the page says why', async () => {
    const own = rowOf(sriAt, sri.email).getByRole('button', { name: /^Actions for Sri Wahyuni/ });
    expect(await own.getAttribute('aria-disabled')).toBe('true');
    expect(await own.getAttribute('aria-label')).toContain('Ask another administrator');
    await rowOf(sriAt, sri.email).getByText('You', { exact: true }).waitFor();
  });

  test('an invitation is a link that is shown once', async () => {
    await sriAt.page.getByRole('button', { name: 'Invite user' }).click();
    await send(sriAt.dialog, { 'Email address': 'budi' }, 'Create invitation');
    await sriAt.dialog.getByText('Enter an email address.').waitFor();
    await expectAccessible(sriAt);
    await send(sriAt.dialog, { 'Email address': sri.email }, 'Create invitation');
    await sriAt.dialog.getByText('Somebody already uses this email address.').waitFor();
    await send(sriAt.dialog, { 'Email address': budi.email }, 'Create invitation');
    const link = await shownLink();
    await expectAccessible(sriAt);
    await closeShownKey(sriAt, copied);
    await statusOf(sriAt, budi.email, 'Invited');
    expect(await everythingKept(sriAt.page)).not.toContain(link.split('=')[1]);
  });

  test('a link that was replaced says so, and the new one lets somebody in', async () => {
    await act(sriAt.page, budi.email, 'Invite again');
    const early = await shownLink();
    await closeShownKey(sriAt, copied);
    await act(sriAt.page, budi.email, 'Invite again');
    const link = await shownLink();
    await closeShownKey(sriAt, copied);

    await budiAt.page.goto(early);
    await budiAt.page.getByText('This invitation is not valid any more').waitFor();
    await expectAccessible(budiAt);
    await budiAt.page.goto('about:blank');
    await budiAt.page.goto(link);
    await budiAt.page.getByText('You are invited to Bank Nusantara as Auditor.').waitFor();
    expect(await budiAt.page.getByLabel('Email address').inputValue()).toBe(budi.email);
    await budiAt.page.getByRole('button', { name: 'Join' }).click();
    await budiAt.page.getByText('Fill in this field.').first().waitFor();
    await expectAccessible(budiAt);
    await budiAt.page.getByLabel('Your name').fill(budi.name);
    await budiAt.page.getByLabel('Password', { exact: true }).fill(password);
    await budiAt.page.getByRole('button', { name: 'Join' }).click();
    await budiAt.page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await everythingKept(budiAt.page)).not.toContain(link.split('=')[1]);
  });

  test('an auditor sees who there is and can change nobody', async () => {
    await budiAt.page.getByRole('link', { name: 'Users', exact: true }).click();
    await budiAt.page.getByText('2 people').waitFor();
    const button = budiAt.page.getByRole('button', { name: 'Invite user' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await expectAccessible(budiAt);
  });

  test('another role counts at once', async () => {
    await sriAt.page.reload();
    await act(sriAt.page, budi.name, 'Change role');
    const submit = sriAt.dialog.getByRole('button', { name: 'Change role' });
    expect(await submit.isEnabled()).toBe(false);
    await choose(sriAt.dialog, 'Administrator');
    await expectAccessible(sriAt);
    await submit.click();
    await sriAt.dialog.waitFor({ state: 'detached' });
    await rowOf(sriAt, budi.name).getByText('Administrator').waitFor();
    await budiAt.page.reload();
    await budiAt.page.getByRole('button', { name: 'Invite user' }).click();
    await budiAt.dialog.waitFor();
    await budiAt.page.keyboard.press('Escape');
  });

  test('whoever is disabled is signed out at once, and signs in again when enabled', async () => {
    await act(sriAt.page, budi.name, 'Disable');
    await expectAccessible(sriAt);
    await sriAt.dialog.getByRole('button', { name: 'Disable user' }).click();
    await statusOf(sriAt, budi.name, 'Disabled');
    await budiAt.page.getByRole('link', { name: 'API Keys' }).click();
    await budiAt.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(budiAt.page, budi);
    await budiAt.page.getByText('The email address or password is not right.').waitFor();
    await act(sriAt.page, budi.name, 'Enable');
    await statusOf(sriAt, budi.name, 'Active');
    await signIn(budiAt.page, budi);
    await budiAt.page.getByRole('heading', { name: 'API Keys' }).waitFor();
  });

  test('the list in both schemes, in Bahasa Indonesia and on a telephone', async () => {
    await expectAccessible(sriAt);
    await sriAt.page.evaluate("localStorage.setItem('monago.language', 'id')");
    await sriAt.page.reload();
    await sriAt.page.getByRole('heading', { name: 'Pengguna' }).waitFor();
    await expectAccessible(sriAt);
  });

  test('the log tells it, and names people only where the page knows them', async () => {
    await budiAt.page.getByRole('link', { name: 'Audit', exact: true }).click();
    await budiAt.page.getByText(/^usr_….{8} disabled, sessions ended$/).waitFor();
    await budiAt.page.getByText(/^usr_….{8} joined by an invitation$/).waitFor();
    await budiAt.page.getByText('Sri Wahyuni').filter({ visible: true }).first().waitFor();
  });

  test('no browser complained about anything', () => {
    expect([...sriAt.complaints, ...budiAt.complaints]).toEqual([]);
  });
});
