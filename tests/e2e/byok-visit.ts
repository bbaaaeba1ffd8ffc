import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from 'playwright-core';

/** A person at the dashboard, and everything that their browser complained about. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly dialog: Locator;
  /** Console errors, uncaught exceptions, refusals by the content security policy, requests to another origin. */
  readonly complaints: readonly string[];
}

// Chromium reports an answer that refuses something as an error of the page.
const refusedAnswer = /^Failed to load resource: the server responded with a status of 4/;

/** Opens a browser window of its own, with its own cookies and storage. */
export async function visit(
  browser: Browser,
  home: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...options,
  });
  const complaints: string[] = [];
  await context.addInitScript(`
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error('policy violation: ' + event.violatedDirective + ' ' + event.blockedURI);
    });
  `);
  context.on('console', (message) => {
    if (message.type() === 'error' && !refusedAnswer.test(message.text())) {
      complaints.push(message.text());
    }
  });
  context.on('weberror', (failure) => complaints.push(String(failure.error())));
  context.on('request', (request) => {
    if (!request.url().startsWith(home)) complaints.push(`left home: ${request.url()}`);
  });
  const page = await context.newPage();
  return { context, page, dialog: page.getByRole('dialog'), complaints };
}

export interface NewPerson {
  readonly organisation: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Fills in the page behind a one-time set-up link. */
export async function setUp(page: Page, link: string, person: NewPerson): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Organisation').fill(person.organisation);
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Create organisation' }).click();
}

export async function signIn(page: Page, person: NewPerson): Promise<void> {
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens Add provider and chooses the provider. */
export async function openAddProvider({ page, dialog }: Visit, provider: string): Promise<void> {
  await page.getByRole('button', { name: 'Add provider' }).first().click();
  await choose(dialog, provider);
}

/** Chooses one of several segments, whose radio buttons are invisible below their names. */
export async function choose(within: Locator, name: string): Promise<void> {
  await within.locator('label').filter({ hasText: name }).first().click();
}

/** Fills in fields by their labels and sends the form. */
export async function send(
  dialog: Locator,
  fields: Readonly<Record<string, string>>,
  submit: string,
): Promise<void> {
  for (const [label, text] of Object.entries(fields)) {
    await dialog.getByLabel(label, { exact: true }).fill(text);
  }
  await dialog.getByRole('button', { name: submit }).click();
}

/** What a show-once dialog shows, by label. */
export async function shownKey({ page, dialog }: Visit): Promise<Record<string, string>> {
  await page.getByRole('button', { name: 'Saved, close' }).waitFor();
  const shown: Record<string, string> = {};
  for (const field of await dialog.getByRole('textbox').all()) {
    const label = await field.locator('xpath=ancestor::*[label][1]/label').innerText();
    shown[label] = await field.inputValue();
  }
  return shown;
}

export async function closeShownKey({ page, dialog }: Visit, copied: string): Promise<void> {
  const close = page.getByRole('button', { name: 'Saved, close' });
  if (await close.isEnabled()) throw new Error('the way out is open before the key is copied');
  await dialog.getByLabel(copied).check();
  await close.click();
  await dialog.waitFor({ state: 'detached' });
}

export async function act(page: Page, credential: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${credential}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** Everywhere in a page where a key could be left: markup, fields, address, history, storages and caches. */
export async function everythingKept(page: Page): Promise<string> {
  const kept: unknown = await page.evaluate(`(async () => {
    const cached = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        cached.push(request.url, await (await cache.match(request)).text());
      }
    }
    return JSON.stringify([
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input, textarea, pre')].map((one) => one.value ?? one.textContent),
      location.href,
      history.state,
      { ...localStorage },
      { ...sessionStorage },
      await indexedDB.databases(),
      cached,
    ]);
  })()`);
  return String(kept);
}
