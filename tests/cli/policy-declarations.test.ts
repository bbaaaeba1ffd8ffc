import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPolicySite, runPolicy } from './policy-site.ts';

let site: ReturnType<typeof openPolicySite>;

beforeEach(() => {
  site = openPolicySite();
});
afterEach(() => site.close());

describe('declarations', () => {
  const declarations = `lists: {approved: [gpt-4o]}
calendars: {office: {time_zone: Asia/Jakarta, weekdays: [mon, tue], hours: 08:00-17:00}}
`;
  const policy = `name: approved-models
mode: enforce
unless: request.model in lists.approved || time.within("office")
effect: deny
tests:
  - {name: other, given: {request.model: o3}, expect: {decision: deny}}
  - {name: approved, given: {request.model: gpt-4o}, expect: {decision: allow}}
  - {name: office, given: {request.model: o3, time.calendars: [office]}, expect: {decision: allow}}
`;

  test('are what conditions refer to, from a file that is no policy in its folder', async () => {
    const file = site.put('p/declarations.yaml', declarations);
    site.put('p/models.yaml', policy);
    const folder = join(site.folder, 'p');
    for (const command of ['lint', 'test']) {
      expect(await runPolicy([command, '--declarations', file, folder])).toMatchObject({
        exitCode: 0,
      });
    }
    expect(await runPolicy(['lint', join(folder, 'models.yaml')])).toMatchObject({ exitCode: 1 });
  });

  test('with errors in them are why nothing could run', async () => {
    const file = site.put('d.yaml', 'calendars: {office: {time_zone: Asia/Jakata}}\n');
    const { exitCode, err } = await runPolicy(['lint', '--declarations', file, '-'], policy);
    expect(exitCode).toBe(2);
    expect(err).toContain("did you mean 'Asia/Jakarta'");
  });
});
