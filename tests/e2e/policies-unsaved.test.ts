import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApprovalsSite, budi } from './approvals-site.ts';
import { signIn, type Visit, visit } from './byok-visit.ts';

const sri = { ...budi, name: 'Sri Wahyuni', email: 'sri@bank.example' };
const held = `name: held-for-two
priority: 50
mode: monitor
when: pii.count("EMAIL") > 0
effect: deny
`;

/** Whatever interrupts somebody who writes a policy: nothing is lost without a question, and nobody's work is undone. */
describe('a policy that is being written and not saved', () => {
  let site: ApprovalsSite;
  let sriAt: Visit;
  let budiAt: Visit;
  let id: string;

  beforeAll(async () => {
    site = await ApprovalsSite.open();
    sriAt = await visit(site.browser, site.monago.url);
    await site.furnish(sriAt.page);
    id = String((await site.post(sriAt.page, '/api/policies', { document: held, note: '' }))['id']);
    budiAt = await visit(site.browser, site.monago.url);
    await budiAt.page.goto(`${site.monago.url}/policies/${id}`);
    await signIn(budiAt.page, budi);
    await message(budiAt).waitFor();
    await open(sriAt);
  });

  afterAll(() => site?.close());

  const message = ({ page }: Visit) => page.getByLabel('Message to the caller');
  const open = async (seen: Visit, path = `/policies/${id}`) => {
    await seen.page.goto(site.monago.url + path);
    await message(seen).waitFor();
  };
  const write = async (seen: Visit, text: string) => {
    await message(seen).fill(text);
    await seen.page.getByText('changes not saved').waitFor();
  };
  const save = async ({ page, dialog }: Visit) => {
    await page.getByRole('button', { name: 'Save version' }).click();
    await dialog.getByRole('button', { name: 'Save version' }).click();
  };
  const signOut = async ({ page }: Visit) => {
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
  };
  const accepted = (page: Visit['page'], act: () => Promise<unknown>) => {
    page.once('dialog', (asked) => void asked.accept());
    return act();
  };

  test('comes back after a reload, and is given up only after a question', async () => {
    const { page, dialog } = sriAt;
    await write(sriAt, 'Written before the reload.');
    await accepted(page, () => page.reload());
    await page.getByText('the changes that you had not saved').waitFor();
    expect(await message(sriAt).inputValue()).toBe('Written before the reload.');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await message(sriAt).inputValue()).toBe('Written before the reload.');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await dialog.getByRole('button', { name: 'Discard changes' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await message(sriAt).inputValue()).toBe('');
    await page.reload();
    await message(sriAt).waitFor();
    expect(await page.getByText('changes not saved').count()).toBe(0);
  });

  test('is there again for its author when the session has ended meanwhile', async () => {
    const { page } = sriAt;
    await write(sriAt, 'Written before the session ended.');
    await sriAt.context.clearCookies();
    await save(sriAt);
    await page.getByText('You were signed out.').waitFor();
    await signIn(page, sri);
    await page.getByText('the changes that you had not saved').waitFor();
    expect(await message(sriAt).inputValue()).toBe('Written before the session ended.');
  });

  test('stays in the editor while Monago does not answer, and is saved once it does', async () => {
    const { page, dialog } = sriAt;
    await page.route('**/versions', (route) => route.abort());
    await save(sriAt);
    await dialog.getByText('Monago did not answer.').waitFor();
    await page.unroute('**/versions');
    await dialog.getByRole('button', { name: 'Save version' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByText('newest is version 2')
      .or(page.getByText('Activate version 2'))
      .first()
      .waitFor();
    await open(sriAt);
    expect(await message(sriAt).inputValue()).toBe('Written before the session ended.');
  });

  test('does not undo what somebody else has saved meanwhile, unless that is what they say', async () => {
    await open(budiAt);
    await write(budiAt, 'What Budi wants.');
    await write(sriAt, 'What Sri wants.');
    await save(sriAt);
    await sriAt.dialog.waitFor({ state: 'detached' });

    await save(budiAt);
    await budiAt.dialog.getByText('Somebody else has saved a newer version.').waitFor();
    await budiAt.dialog.getByRole('button', { name: 'Cancel' }).click();
    await budiAt.page.getByText('Version 3 was saved meanwhile (Sri Wahyuni)').waitFor();
    expect(await message(budiAt).inputValue()).toBe('What Budi wants.');
    const saveButton = budiAt.page.getByRole('button', { name: 'Save version' });
    expect(await saveButton.getAttribute('aria-disabled')).toBe('true');
    await budiAt.page.getByRole('button', { name: 'Look at version 3' }).click();
    await budiAt.page.getByText('What Sri wants.').first().waitFor();
    await budiAt.page.getByRole('tab', { name: 'Edit' }).click();
    expect(await message(budiAt).inputValue()).toBe('What Budi wants.');
    await budiAt.page.getByRole('button', { name: 'Go on with my changes' }).click();
    await save(budiAt);
    await budiAt.dialog.waitFor({ state: 'detached' });
    await budiAt.page.getByRole('button', { name: 'Activate version 4' }).waitFor();
  });

  test('is not replaced by an earlier version without a question', async () => {
    const { page, dialog } = budiAt;
    await open(budiAt);
    await write(budiAt, 'Not yet saved.');
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('button', { name: /Version 1/ }).click();
    await page.getByRole('button', { name: 'Edit from this version' }).click();
    await dialog.getByText('You have changes that are not saved.').waitFor();
    await dialog.getByRole('button', { name: 'Replace my changes' }).click();
    await message(budiAt).waitFor();
    expect(await message(budiAt).inputValue()).toBe('');
  });

  test('holds back who signs out, until they say that it may be lost', async () => {
    const { page, dialog } = budiAt;
    await write(budiAt, 'Lost with a yes.');
    await signOut(budiAt);
    await dialog.getByText('What you changed and have not saved is lost.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await message(budiAt).inputValue()).toBe('Lost with a yes.');
    await signOut(budiAt);
    await dialog.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain('Lost with');
    await signIn(page, budi);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  test('is asked about when another template is chosen', async () => {
    const { page, dialog } = sriAt;
    await open(sriAt, '/policies/new?from=blank');
    await message(sriAt).fill('For a policy of its own.');
    await page.getByRole('link', { name: 'Other template' }).click();
    await dialog.getByText('What you changed in this policy is lost.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await message(sriAt).inputValue()).toBe('For a policy of its own.');
    await page.getByRole('link', { name: 'Other template' }).click();
    await dialog.getByRole('button', { name: 'Leave without saving' }).click();
    await page.getByRole('link', { name: 'Model allowlist' }).waitFor();
  });

  test('of a policy that is not stored yet comes back too, and can be begun anew', async () => {
    const { page, dialog } = sriAt;
    await open(sriAt, '/policies/new?from=tokens');
    await message(sriAt).fill('Before the reload.');
    await page.getByText('Before the reload.').waitFor();
    await accepted(page, () => page.reload());
    await page.getByText('the changes that you had not saved').waitFor();
    expect(await message(sriAt).inputValue()).toBe('Before the reload.');
    await page.getByRole('button', { name: 'Begin anew' }).click();
    await dialog.getByText('the template is shown as it is').waitFor();
    await dialog.getByRole('button', { name: 'Begin anew' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await message(sriAt).inputValue()).not.toBe('Before the reload.');
  });

  test('cannot be stored with an error in it, and says so at the button', async () => {
    const { page } = sriAt;
    await open(sriAt, '/policies/new?from=blank');
    await page.getByLabel('And when').fill('pii.cout("NIK") > 0');
    await page.getByText('1 problem').waitFor();
    const button = page.getByRole('button', { name: 'Create policy' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await button.hover();
    await page.getByRole('tooltip').getByText('Correct the errors first.').waitFor();
  });

  test('the browsers never complained and never left home', () => {
    // The request that this test itself broke off is the exception.
    const isOwn = (text: string) => text.includes('net::ERR_FAILED');
    expect([...sriAt.complaints, ...budiAt.complaints].filter((text) => !isOwn(text))).toEqual([]);
  });
});
