import { randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { launchBrowser } from '../support/browser.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type MonagoProcess, startMonago } from '../support/monago-process.ts';
import { type NewPerson, setUp } from './byok-visit.ts';

/** Makes the keys that applications ask with. */
const sri: NewPerson = {
  organisation: 'Bank Nusantara',
  name: 'Sri Wahyuni',
  email: 'sri@bank.example',
  password: 'a long enough passphrase',
};
/** Another administrator, with the same password. */
export const budi: NewPerson = { ...sri, name: 'Budi Santoso', email: 'budi@bank.example' };
export const rina: NewPerson = { ...sri, name: 'Rina Auditor', email: 'rina@bank.example' };

type Json = Readonly<Record<string, unknown>>;

/** The product with an emulated provider, three people, and a policy that holds what has an e-mail address in it. */
export class ApprovalsSite {
  readonly browser: Browser;
  readonly monago: MonagoProcess;
  readonly emulator: Awaited<ReturnType<typeof startOpenAiEmulator>>;
  readonly database: FreshDatabase;
  #key = '';

  private constructor(parts: Pick<ApprovalsSite, 'browser' | 'monago' | 'emulator' | 'database'>) {
    this.browser = parts.browser;
    this.monago = parts.monago;
    this.emulator = parts.emulator;
    this.database = parts.database;
  }

  static async open(): Promise<ApprovalsSite> {
    const emulator = await startOpenAiEmulator();
    const database = await freshDatabase();
    const monago = await startMonago({
      MONAGO_EGRESS_ALLOW: new URL(emulator.url).host,
      DATABASE_URL: database.url,
    });
    return new ApprovalsSite({ emulator, database, monago, browser: await launchBrowser() });
  }

  /** @param page becomes that of Sri, who is signed in afterwards */
  async furnish(page: Page): Promise<void> {
    await setUp(page, this.monago.setupLink, sri);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await this.#hire(budi, 'admin');
    await this.#hire(rina, 'auditor');
    await this.post(page, '/api/credentials', {
      provider: 'openai',
      name: 'production-openai',
      api_key: `sk-${randomBytes(24).toString('hex')}`,
      base_url: `${this.emulator.url}/v1`,
    });
    const { jwt } = await this.post(page, '/api/tokens', { name: 'billing-service' });
    this.#key = String(jwt);
  }

  /** Stores a policy and puts it into force. */
  async enforce(page: Page, document: string): Promise<void> {
    const { id } = await this.post(page, '/api/policies', { document, note: '' });
    await this.post(page, `/api/policies/${String(id)}/activate`, {
      number: 1,
      reason: 'Agreed by the risk committee',
    });
  }

  async post(page: Page, path: string, data: object): Promise<Json> {
    const headers = { origin: this.monago.url };
    const response = await page.request.post(this.monago.url + path, { data, headers });
    const body: Json = await response.json();
    if (!response.ok()) throw new Error(`${path}: ${response.status()} ${JSON.stringify(body)}`);
    return body;
  }

  /** One request of the application's. */
  ask(content: string, approvalId?: string): Promise<Response> {
    return fetch(`${this.monago.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#key}`,
        'content-type': 'application/json',
        ...(approvalId === undefined ? {} : { 'x-monago-approval-id': approvalId }),
      },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content }] }),
    });
  }

  /** How many requests for a model the provider has got. */
  get sent(): number {
    return this.emulator.requests.filter(({ method }) => method === 'POST').length;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.monago.stop();
    await this.emulator.stop();
    await this.database.drop();
  }

  /** Written into the database, which takes less time than an invitation; the password is that of Sri. */
  async #hire({ name, email }: NewPerson, role: 'admin' | 'auditor'): Promise<void> {
    await this.database.asSuperuser(
      `INSERT INTO user_account (tenant_id, user_id, email, name, role, password_hash, created_at)
       SELECT tenant_id, 'usr_' || $1, $2, $3, $4, password_hash, now() FROM user_account WHERE email = $5`,
      [randomBytes(16).toString('hex'), email, name, role, sri.email],
    );
  }
}

/** Holds what has an e-mail address in it, and lets the caller wait. */
export const askFirst = `name: ask-first
scope: tenant
mode: enforce
priority: 60
when: pii.count("EMAIL") > 0
effect: {require_approval: {timeout_minutes: 30, wait_seconds: 60}}
`;

/** Has what may be a telephone number or a card looked at, and lets nobody wait. */
export const reviewFirst = `name: review-first
scope: tenant
mode: enforce
priority: 50
when: pii.count("PHONE") > 0 || pii.count("CREDIT_CARD") > 0
effect: {require_hitl: {timeout_minutes: 120}}
`;

/** Keeps requests and answers as they are. */
export const keepAll = `name: keep-all
scope: tenant
mode: enforce
priority: 10
match: {provider: openai}
effect: {log: {content: full}}
`;
