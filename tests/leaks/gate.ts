import type { Endpoint } from '../../src/contract/endpoint.ts';
import { CanaryMint } from './canary.ts';
import type { Call, Reply } from './recorder.ts';
import type { LeakSite } from './site.ts';

export const adminEmail = 'sri@bank.example';
export const adminPassword = 'a long enough passphrase';

/** What one route is asked with so that it succeeds. */
export interface Plan {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>> | Buffer;
}

/** How the gate drives one route. Rows are driven in the order of their table. */
export interface Drive {
  plan(gate: Gate): Plan | Promise<Plan>;
  /** What misplaced keys are added to, where success would end what later rows need. */
  harmless?(gate: Gate): Plan | Promise<Plan>;
  /** Members of the body that an answer repeats, as its contract says. */
  readonly repeats?: readonly string[];
  /** Takes from the answer what later rows need. */
  learn?(reply: Reply, gate: Gate): void;
  /** Headers of the caller: a session's for the control plane, a token's for the gateway. */
  headers(gate: Gate): Readonly<Record<string, string>>;
}

/** A row of the contract and how it is driven. */
export interface Target {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly drive: Drive;
}

/** The person and the program that drive a site, the keys they use, and what they remember. */
export class Gate {
  readonly site: LeakSite;
  /** Every key that is given to Monago, wherever it is put. */
  readonly mint: CanaryMint;
  readonly #memory = new Map<string, string>();
  #cookie: string | undefined;
  #names = 0;

  constructor(site: LeakSite, mint = new CanaryMint()) {
    this.site = site;
    this.mint = mint;
  }

  remember(what: string, text: string): void {
    this.#memory.set(what, text);
  }

  recall(what: string): string {
    const text = this.#memory.get(what);
    if (text === undefined) throw new Error(`no row before this one has told the ${what}`);
    return text;
  }

  newName(): string {
    this.#names += 1;
    return `credential ${this.#names}`;
  }

  get sessionHeaders(): Readonly<Record<string, string>> {
    const cookie = this.#cookie === undefined ? {} : { cookie: this.#cookie };
    return { 'sec-fetch-site': 'same-origin', ...cookie };
  }

  get tokenHeaders(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.recall('jwt')}` };
  }

  async send(call: Call): Promise<Reply> {
    const reply = await this.sendPastLimits(call);
    this.#takeCookie(reply);
    return reply;
  }

  /** Sends it as somebody else would: a session that it opens is not taken over. */
  probe(call: Call): Promise<Reply> {
    return this.site.recorder.send(this.site.url, call);
  }

  /** A limit is counted in memory, so a new process has forgotten it. */
  async sendPastLimits(call: Call): Promise<Reply> {
    const reply = await this.probe(call);
    if (reply.status !== 429) return reply;
    await this.site.restart();
    return this.probe(call);
  }

  async post(path: string, body: object): Promise<Reply> {
    const headers = { ...this.sessionHeaders, 'content-type': 'application/json' };
    return this.send({ method: 'POST', path, headers, body: JSON.stringify(body) });
  }

  async signIn(): Promise<void> {
    await this.post('/api/session', { email: adminEmail, password: adminPassword });
  }

  get(path: string): Promise<Reply> {
    return this.send({ method: 'GET', path, headers: this.sessionHeaders });
  }

  /** @throws when the route does not answer as its row says: the gate would have driven nothing */
  async succeed({ name, endpoint, drive }: Target): Promise<Reply> {
    const ask = async () =>
      this.probe(callOf(endpoint, await drive.plan(this), drive.headers(this)));
    let reply = await ask();
    if (reply.status === 429) {
      await this.site.restart();
      reply = await ask();
    }
    this.#takeCookie(reply);
    if (reply.status !== endpoint.status) {
      throw new Error(`${name} answered ${reply.status}: ${reply.body.toString('utf8', 0, 500)}`);
    }
    drive.learn?.(reply, this);
    return reply;
  }

  #takeCookie({ headers }: Reply): void {
    for (const line of headers['set-cookie'] ?? []) {
      const [, cookie] = /^([^=]+=[^;]+);/.exec(line) ?? [];
      if (cookie !== undefined) this.#cookie = cookie;
    }
  }
}

export function callOf(endpoint: Endpoint, plan: Plan, headers: Call['headers']): Call {
  const { method } = endpoint;
  const path = pathOf(endpoint, plan.params) + queryOf(plan.query);
  const asked = { ...headers, ...plan.headers };
  if (plan.body === undefined) return { method, path, headers: asked };
  if (Buffer.isBuffer(plan.body)) return { method, path, headers: asked, body: plan.body };
  return {
    method,
    path,
    headers: { ...asked, 'content-type': 'application/json' },
    body: JSON.stringify(plan.body),
  };
}

export function pathOf({ path }: Endpoint, params: Plan['params'] = {}): string {
  return path.replace(/\{([a-z_]+)(\*?)\}/g, (_, name: string, rest: string) =>
    rest === '' ? encodeURIComponent(params[name] ?? '') : (params[name] ?? ''),
  );
}

function queryOf(query: Plan['query']): string {
  return query === undefined ? '' : `?${new URLSearchParams(query)}`;
}
