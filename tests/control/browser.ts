import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

/** A signed-in (or not) person's browser: keeps the cookie, says where requests come from. */
export class Browser {
  readonly #fastify: FastifyInstance;
  readonly #host: string;
  #cookie: string | undefined;

  constructor(fastify: FastifyInstance, publicUrl: string) {
    this.#fastify = fastify;
    this.#host = new URL(publicUrl).host;
  }

  get(url: string): Promise<LightMyRequestResponse> {
    return this.send('GET', url);
  }

  post(url: string, payload?: object): Promise<LightMyRequestResponse> {
    return this.send('POST', url, payload);
  }

  delete(url: string): Promise<LightMyRequestResponse> {
    return this.send('DELETE', url);
  }

  async send(
    method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH' | 'HEAD' | 'OPTIONS',
    url: string,
    payload?: object,
  ): Promise<LightMyRequestResponse> {
    const reply = await this.#fastify.inject({
      method,
      url,
      headers: this.headers(),
      ...(payload === undefined ? {} : { payload }),
    });
    this.#remember(reply);
    return reply;
  }

  headers(): Record<string, string> {
    return {
      host: this.#host,
      'sec-fetch-site': 'same-origin',
      ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
    };
  }

  /** `name=value` of the session cookie. */
  get cookie(): string | undefined {
    return this.#cookie;
  }

  #remember(reply: LightMyRequestResponse): void {
    for (const { name, value } of reply.cookies) {
      this.#cookie = value === '' ? undefined : `${name}=${value}`;
    }
  }
}
