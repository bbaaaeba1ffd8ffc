import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApprovalsSite, askFirst, budi, rina } from './approvals-site.ts';
import { type NewPerson, signIn, type Visit, visit } from './byok-visit.ts';

/** From a request that a policy holds to the answer that its caller gets, with people at two screens. */
describe('approvals', () => {
  let site: ApprovalsSite;
  let sriAt: Visit;
  let budiAt: Visit;

  beforeAll(async () => {
    site = await ApprovalsSite.open();
    sriAt = await visit(site.browser, site.monago.url);
    await site.furnish(sriAt.page);
    budiAt = await arrive(budi);
  });

  afterAll(() => site?.close());

  async function arrive(person: NewPerson): Promise<Visit> {
    const seen = await visit(site.browser, site.monago.url);
    await seen.page.goto(`${site.monago.url}/approvals`);
    await signIn(seen.page, person);
    await seen.page.getByRole('heading', { name: 'Approvals' }).waitFor();
    return seen;
  }

  const openApprovals = ({ page }: Visit) =>
    page.getByRole('link', { name: 'Approvals', exact: true }).click();
  const reviewButton = ({ page }: Visit) => page.getByRole('button', { name: 'Review' });
  const review = async (seen: Visit) => {
    await reviewButton(seen).first().click();
    await seen.dialog.getByRole('heading', { name: 'Decision' }).waitFor();
  };
  const decide = async ({ dialog }: Visit, decision: 'Approve' | 'Reject', reason: string) => {
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name: decision }).click();
  };
  const close = async ({ page, dialog }: Visit) => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };
  const codeOf = async (response: Response) => {
    const { error }: { error?: { code?: string } } = JSON.parse(await response.text());
    return error?.code;
  };

  test('the page says that nothing waits, and where requests would come from', async () => {
    await openApprovals(sriAt);
    await sriAt.page.getByText('Nothing waits for a decision').waitFor();
    await site.enforce(sriAt.page, askFirst);
  });

  test('a held request appears by itself, with who asks for what and what was found', async () => {
    const answer = site.ask('Write to ana@example.com and bob@example.com');
    await reviewButton(sriAt).waitFor();
    await reviewButton(budiAt).waitFor();
    const row = budiAt.page.getByRole('row').filter({ hasText: 'gpt-4o-mini' });
    const cells = await row.innerText();
    expect(cells).toContain('OpenAI · billing-service');
    expect(cells).toContain('ask-first@1');
    expect(cells).toContain('EMAIL × 2');
    expect(cells).toMatch(/Expires in 29 min|Expires in 30 min/);
    expect(cells).not.toContain('ana@example.com');
    await budiAt.page.getByText('1 request waits').first().waitFor();

    await review(sriAt);
    await sriAt.dialog.getByText('Another person has to approve it').first().waitFor();
    const approve = sriAt.dialog.getByRole('button', { name: 'Approve' });
    expect(await approve.getAttribute('aria-disabled')).toBe('true');
    await approve.click({ force: true });
    expect(site.sent).toBe(0);

    await review(budiAt);
    await budiAt.dialog.getByRole('button', { name: 'Approve' }).click();
    await budiAt.dialog.getByText('Say why.').waitFor();
    await decide(budiAt, 'Approve', 'Both customers agreed');
    await budiAt.dialog.getByText('Whoever waits for it has been told.').waitFor();
    expect((await answer).status).toBe(200);
    expect(site.sent).toBe(1);
  });

  test('whoever still looks at it learns that somebody else has decided, and why', async () => {
    await sriAt.dialog.getByText('Somebody else has just decided this request.').waitFor();
    await sriAt.dialog.getByText('Both customers agreed').waitFor();
    await sriAt.dialog.getByText('Approved and sent').waitFor();
    await close(sriAt);
    await sriAt.page.getByText('Nothing waits for a decision').waitFor();
    await close(budiAt);
  });

  test('a decision that comes too late is refused, and the page shows the earlier one', async () => {
    const answer = site.ask('Write to cici@example.com');
    await reviewButton(sriAt).waitFor();
    await reviewButton(budiAt).waitFor();
    await review(sriAt);
    await review(budiAt);
    // Budi's page does not hear of Sri's decision before he presses the button.
    await budiAt.page.route('**/api/approvals?**', (route) => route.abort());
    await budiAt.page.route(/\/api\/approvals\/apr_[0-9a-f]+$/, (route) => route.abort());
    await decide(sriAt, 'Reject', 'Not with an address');
    await sriAt.dialog.getByText('Rejected. Whoever waits for it has been told.').waitFor();
    expect([(await answer).status, await codeOf(await answer)]).toEqual([403, 'approval_rejected']);
    await budiAt.dialog.getByLabel('Reason').fill('Fine with me');
    await budiAt.page.unroute(/\/api\/approvals\/apr_[0-9a-f]+$/);
    await budiAt.dialog.getByRole('button', { name: 'Approve' }).click();
    await budiAt.dialog.getByText('Somebody else has just decided this request.').waitFor();
    await budiAt.dialog.getByText('Not with an address').waitFor();
    await budiAt.page.unroute('**/api/approvals?**');
    await close(sriAt);
    await close(budiAt);
    await budiAt.page.getByText('Nothing waits for a decision').waitFor();
  });

  test('a request whose time is over can no longer be decided', async () => {
    const answer = site.ask('Write to dewi@example.com');
    await reviewButton(budiAt).waitFor();
    await review(budiAt);
    // What the database otherwise refuses: an approval's time never changes.
    await site.database.asSuperuser(`
      SET LOCAL session_replication_role = replica;
      UPDATE approval SET expires_at = now() + interval '2 seconds' WHERE status = 'pending'`);
    await budiAt.dialog.getByText('this request has just expired').waitFor();
    await budiAt.dialog.getByText('Nobody decided in time.').waitFor();
    expect(await budiAt.dialog.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await codeOf(await answer)).toBe('approval_expired');
    await close(budiAt);
  });

  test('decided requests are found by their status, which stands in the address', async () => {
    const { page } = budiAt;
    await page.getByText('Rejected', { exact: true }).click();
    await page.waitForURL('**/approvals?status=rejected');
    await page.reload();
    await page.getByRole('button', { name: 'Details' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByRole('button', { name: 'Details' }).click();
    await budiAt.dialog.getByText('Not with an address').waitFor();
    await page.reload();
    await budiAt.dialog.getByText('Not with an address').waitFor();
    await close(budiAt);
    await page.getByText('All', { exact: true }).click();
    await page.waitForURL('**/approvals?status=all');
    await page.getByRole('button', { name: 'Details' }).nth(2).waitFor();
    expect(await page.getByRole('row').count()).toBe(4);
  });

  test('the ways to the policy and to the audit entry lead there', async () => {
    const { page, dialog } = budiAt;
    await page.getByRole('button', { name: 'Details' }).last().click();
    await dialog.getByRole('link', { name: 'How it was recorded' }).click();
    await dialog.getByText('waits for approval (ask-first@1)').first().waitFor();
    await page.goBack();
    await dialog.getByRole('link', { name: 'ask-first@1' }).click();
    await page.getByRole('heading', { name: 'ask-first' }).waitFor();
    expect(new URL(page.url()).search).toBe('?tab=versions&version=1');
  });

  test('the text is shown only where the organisation says so, and only once it is asked for', async () => {
    await site.post(sriAt.page, '/api/inspection', { content_in_approvals: true });
    await openApprovals(budiAt);
    const answer = site.ask('Write to eka@example.com <b>at once</b>');
    await review(budiAt);
    expect(await budiAt.dialog.innerText()).not.toContain('eka@example.com');
    await budiAt.dialog.getByRole('button', { name: 'Show the text' }).click();
    await budiAt.dialog.getByText('<b>at once</b>').waitFor();

    const rinaAt = await arrive(rina);
    await review(rinaAt);
    await rinaAt.dialog.getByText('Only an administrator may decide.').first().waitFor();
    expect(await rinaAt.dialog.getByRole('button', { name: 'Show the text' }).count()).toBe(0);
    for (const name of ['Approve', 'Reject']) {
      const button = rinaAt.dialog.getByRole('button', { name });
      expect(await button.getAttribute('aria-disabled')).toBe('true');
    }
    expect(rinaAt.complaints).toEqual([]);

    await decide(budiAt, 'Approve', 'Seen');
    expect((await answer).status).toBe(200);
    await budiAt.dialog.getByText('Approved and sent').waitFor();
    expect(await budiAt.dialog.getByRole('button', { name: 'Show the text' }).count()).toBe(0);
    await close(budiAt);
  });

  test('the browsers never complained and never left home', () => {
    // The requests that this test itself broke off are the exception.
    const isOwn = (text: string) => text.includes('net::ERR_FAILED');
    expect(sriAt.complaints).toEqual([]);
    expect(budiAt.complaints.filter((text) => !isOwn(text))).toEqual([]);
  });
});
