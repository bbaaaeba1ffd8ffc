import { describe, expect, test } from 'vitest';
import { controlEndpoints } from '../../../contract/endpoints.ts';
import { checkRoutes } from './mount-routes.ts';
import { type Route, route } from './route.ts';

const state = route('session.end', async () => null);
const table = { 'session.end': controlEndpoints['session.end'] };
const refusal = (because: RegExp) =>
  expect.objectContaining({ code: 'internal', internal: expect.stringMatching(because) });
const thrownBy = (task: () => void): unknown => {
  try {
    task();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
};

describe('at boot', () => {
  test('a table and its handlers fit', () => {
    expect(thrownBy(() => checkRoutes(table, [state]))).toBeUndefined();
  });

  test('a row without a handler is refused', () => {
    expect(thrownBy(() => checkRoutes(table, []))).toEqual(refusal(/session\.end has 0 handlers/));
  });

  test('a row with two handlers is refused', () => {
    expect(thrownBy(() => checkRoutes(table, [state, state]))).toEqual(refusal(/has 2 handlers/));
  });

  test('a handler without a row is refused', () => {
    const stray: Route = { ...state, name: 'setup.undo' };
    expect(thrownBy(() => checkRoutes(table, [state, stray]))).toEqual(
      refusal(/setup\.undo has no row/),
    );
  });

  test('a row that does not say who may call it is refused', () => {
    // As a table from plain JavaScript could have it.
    const open = JSON.parse(JSON.stringify({ ...table['session.end'], access: '' }));
    expect(thrownBy(() => checkRoutes({ 'session.end': open }, [state]))).toEqual(
      refusal(/says nothing about who may call it/),
    );
  });
});
