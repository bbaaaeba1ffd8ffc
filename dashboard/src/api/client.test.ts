import { afterEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import { addressOf, call, signedOutEvent } from './client.ts';

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  vi.stubGlobal('fetch', async () => new Response(text, { status, headers }));
}

async function failureOf(work: Promise<unknown>): Promise<ApiError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown;
    throw thrown;
  }
  throw new Error('the call did not fail');
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('an address', () => {
  test('has its parameters escaped and unset query values left out', () => {
    expect(addressOf('/api/credentials/{id}/rotate', { params: { id: 'a/b?c' } })).toBe(
      '/api/credentials/a%2Fb%3Fc/rotate',
    );
    expect(
      addressOf('/api/audit/entries', { query: { limit: 50, before: undefined, type: 'a b' } }),
    ).toBe('/api/audit/entries?limit=50&type=a+b');
  });
});

describe('a call', () => {
  test('gives the reply of the contract', async () => {
    answer(200, { state: 'open', surplus: true });
    expect(await call('setup.state')).toEqual({ state: 'open' });
  });

  test('fails with the code, the detail and the provider’s words of the problem', async () => {
    answer(
      422,
      { code: 'invalid_api_key', title: 'Invalid API key', provider_detail: 'No such key.' },
      { 'x-monago-audit-id': 'aud_1' },
    );
    const body = { provider: 'openai', name: 'a', api_key: 'sk-a' } as const;
    const failure = await failureOf(call('credential.add', { body }));
    expect(failure).toMatchObject({
      code: 'invalid_api_key',
      detail: undefined,
      providerDetail: 'No such key.',
      auditId: 'aud_1',
    });
  });

  test('fails with the complaint about each field', async () => {
    const errors = [{ field: 'name', message: 'Enter a name.' }];
    answer(422, { code: 'invalid_input', errors });
    expect((await failureOf(call('session.read'))).errors).toEqual(errors);
  });

  test('tells the page when the session has ended', async () => {
    const heard = vi.fn();
    window.addEventListener(signedOutEvent, heard, { once: true });
    answer(401, { code: 'signed_out' });
    expect((await failureOf(call('credential.list'))).code).toBe('signed_out');
    expect(heard).toHaveBeenCalledOnce();
  });

  test.each([
    ['a page of a proxy', 200, '<html>Log in</html>'],
    ['an answer without a problem', 502, '<html>Bad gateway</html>'],
    ['a reply of another shape', 200, { state: 'ajar' }],
  ])('counts %s as no answer of Monago', async (_, status, body) => {
    answer(status, body);
    expect((await failureOf(call('setup.state'))).code).toBe('unreachable');
  });

  test('counts a code that it does not know as an internal error', async () => {
    answer(500, { code: 'something_new' });
    expect((await failureOf(call('setup.state'))).code).toBe('internal');
  });

  test('fails when the network does', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('network');
    });
    expect((await failureOf(call('setup.state'))).code).toBe('unreachable');
  });
});
