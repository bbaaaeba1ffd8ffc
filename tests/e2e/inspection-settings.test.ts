import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sidewaysOverflow, violationsOf } from '../support/axe.ts';
import { ApprovalsSite, rina } from './approvals-site.ts';
import { signIn, type Visit, visit } from './byok-visit.ts';

/** From the settings of an organisation to what its next request is inspected for. */
describe('how texts are inspected', () => {
  let site: ApprovalsSite;
  let seen: Visit;

  beforeAll(async () => {
    site = await ApprovalsSite.open();
    seen = await visit(site.browser, site.monago.url, { bypassCSP: true });
    await site.furnish(seen.page);
    await seen.page.goto(`${site.monago.url}/settings`);
    await seen.page.getByRole('tab', { name: 'Inspection' }).click();
    await seen.page.waitForURL('**/settings?tab=inspection');
  });

  afterAll(() => site?.close());

  const section = (name: string) => seen.page.getByRole('region', { name, exact: true });
  const save = async (within: Locator) => {
    await within.getByRole('button', { name: 'Save' }).click();
    await within.getByText('Saved and recorded in the audit log.').waitFor();
  };
  /** Types that the next request is said to hold. */
  const typesIn = async (content: string) =>
    (await site.ask(content)).headers.get('x-monago-pii-redacted');
  const expectAccessible = async () => expect(await violationsOf(seen.page)).toEqual([]);

  test('a pattern is tried out while it is written, and requests are inspected by it', async () => {
    const { page, dialog } = seen;
    await section('Patterns').getByRole('button', { name: 'Add pattern' }).click();
    await dialog.getByLabel('Name').fill('employee');
    await dialog.getByLabel('Pattern', { exact: true }).fill('E-[0-9]{6');
    await dialog.getByLabel('Sample text').fill('Employee E-204817 asked; order E-12 did not.');
    await dialog.getByText('Nothing would be reported').waitFor();
    await dialog.getByLabel('Pattern', { exact: true }).fill('E-([0-9]{6}');
    await dialog.getByText('The pattern cannot be used yet.').waitFor();
    await dialog.getByRole('button', { name: 'Add pattern' }).click();
    await dialog.getByText('Use 3 to 63 capital letters').waitFor();
    await dialog.getByLabel('Pattern', { exact: true }).fill('E-[0-9]{6}');
    await dialog.getByText('1 match would be reported').waitFor();
    expect(await dialog.locator('mark').innerText()).toBe('E-204817');
    await dialog.getByText('60 % sure').waitFor();
    await dialog.getByLabel('Words that make it likelier').fill('employee');
    await dialog.getByText('near “employee”').waitFor();
    await expectAccessible();
    await dialog.getByLabel('Name').fill('EMPLOYEE_ID');
    await dialog.getByRole('button', { name: 'Add pattern' }).click();
    await dialog.waitFor({ state: 'detached' });
    await section('Patterns').getByText('E-[0-9]{6}').last().waitFor();

    await site.enforce(
      page,
      'name: hide-own\nscope: tenant\nmode: enforce\npriority: 10\nwhen: pii.total > 0\neffect: {redact: {types: ["*"]}}\n',
    );
    expect(await typesIn('Employee E-204817 asked.')).toBe('EMPLOYEE_ID');
  });

  test('a pattern that cannot be used and a name that is taken are refused at their fields', async () => {
    const { dialog } = seen;
    await section('Patterns').getByRole('button', { name: 'Add pattern' }).click();
    await dialog.getByLabel('Name').fill('OTHER_ID');
    await dialog.getByLabel('Pattern', { exact: true }).fill('x{101}');
    await dialog.getByRole('button', { name: 'Add pattern' }).click();
    await dialog.getByText('The pattern repeats something more than 100 times.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await section('Always reported').getByRole('button', { name: 'Add list' }).click();
    await dialog.getByLabel('Terms').fill('Garuda');
    await dialog.getByLabel('Name').fill('EMPLOYEE_ID');
    await dialog.getByRole('button', { name: 'Add list' }).click();
    await dialog.getByText('This name is already used.').waitFor();
    await dialog.getByLabel('Name').fill('EMAIL');
    await dialog.getByRole('button', { name: 'Add list' }).click();
    await dialog.getByText('Monago itself reports this type. Choose another name.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  test('terms of a list are reported by its name, values that are allowed by none', async () => {
    const { dialog } = seen;
    await section('Always reported').getByRole('button', { name: 'Add list' }).click();
    await dialog.getByLabel('Name').fill('PROJECT_NAME');
    await dialog.getByLabel('Terms').fill('Blue Heron\n\n  Garuda  \n');
    await expectAccessible();
    await dialog.getByRole('button', { name: 'Add list' }).click();
    await dialog.waitFor({ state: 'detached' });
    await section('Always reported').getByText('2 terms').last().waitFor();
    expect(await typesIn('Is blue heron late?')).toBe('PROJECT_NAME');

    const allow = section('Never reported');
    expect(await typesIn('Write to help@bank.example')).toBe('EMAIL');
    await allow.getByLabel('Values').fill('help@bank.example');
    await save(allow);
    expect(await typesIn('Write to help@bank.example')).toBeNull();
  });

  test('a list is edited and removed, unless a policy in force refers to it', async () => {
    const { page, dialog } = seen;
    const lists = section('Always reported');
    const act = async (action: string) => {
      await page.getByRole('button', { name: 'Actions for PROJECT_NAME' }).click();
      await page.getByRole('menuitem', { name: action }).click();
    };
    await act('Edit');
    await dialog.getByLabel('Terms').fill('Blue Heron');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await lists.getByText('1 term', { exact: true }).last().waitFor();
    await site.enforce(
      page,
      'name: no-projects\nscope: tenant\nmode: monitor\npriority: 20\nwhen: pii.count("PROJECT_NAME") > 0\neffect: deny\n',
    );
    await act('Remove');
    await dialog.getByRole('button', { name: 'Remove list' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await lists.getByText('PROJECT_NAME').waitFor();
  });

  test('names, tokens, texts of held requests and the time zone are chosen', async () => {
    const choices = [
      ['Names', 'Look for names'],
      ['Tokens', 'In square brackets'],
      ['Texts of held requests', 'Show the text to whoever may decide'],
    ] as const;
    for (const [name, choice] of choices) {
      await section(name).getByLabel(choice, { exact: true }).check();
      await save(section(name));
    }
    const zone = section('Time zone').getByRole('combobox', { name: 'Time zone' });
    await zone.fill('Jayapura');
    await seen.page.getByRole('option', { name: 'Asia/Jayapura' }).waitFor();
    await zone.press('ArrowDown');
    await zone.press('Enter');
    await save(section('Time zone'));
    await seen.page.reload();
    for (const [name, choice] of choices) {
      expect(await section(name).getByLabel(choice, { exact: true }).isChecked()).toBe(true);
    }
    expect(await zone.inputValue()).toBe('Asia/Jayapura');
  });

  test('lists and calendars are checked before they are stored', async () => {
    const box = section('Lists and calendars');
    const document = box.getByLabel('Lists and calendars as YAML');
    await document.fill('lists:\n  approved_models: [gpt-4o-mini]\ncalendar: {}\n');
    await box.getByRole('button', { name: 'Save' }).click();
    await box.getByText(/Line 3: .*calendar/).waitFor();
    await box.getByText('Nothing was changed').waitFor();
    await document.fill('lists:\n  approved_models: [gpt-4o-mini]\n');
    await save(box);
    expect(await document.inputValue()).toContain('approved_models');
  });

  test('an auditor reads it all and changes nothing', async () => {
    const rinaAt = await visit(site.browser, site.monago.url);
    await rinaAt.page.goto(`${site.monago.url}/settings?tab=inspection`);
    await signIn(rinaAt.page, rina);
    await rinaAt.page.getByText('EMPLOYEE_ID').first().waitFor();
    const add = rinaAt.page.getByRole('button', { name: 'Add pattern' });
    expect(await add.getAttribute('aria-disabled')).toBe('true');
    expect(await rinaAt.page.getByLabel('Look for names', { exact: true }).isDisabled()).toBe(true);
    for (const button of await rinaAt.page.getByRole('button', { name: 'Save' }).all()) {
      expect(await button.getAttribute('aria-disabled')).toBe('true');
    }
    expect(rinaAt.complaints).toEqual([]);
  });

  test('the page is accessible, in the dark and on a telephone in Bahasa Indonesia too', async () => {
    const { page } = seen;
    await expectAccessible();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible();
    await page.setViewportSize({ width: 360, height: 780 });
    await page.evaluate("localStorage.setItem('monago.language', 'id')");
    await page.reload();
    await page.getByRole('heading', { name: 'Pola', exact: true }).waitFor();
    await expectAccessible();
    expect(await sidewaysOverflow(page)).toBe(0);
    expect(seen.complaints).toEqual([]);
  });
});
