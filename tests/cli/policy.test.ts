import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPolicySite, runPolicy } from './policy-site.ts';

let site: ReturnType<typeof openPolicySite>;

beforeEach(() => {
  site = openPolicySite();
});
afterEach(() => site.close());

const sound = `name: high-risk
mode: enforce
when: risk.score > 50
effect: deny
tests:
  - {name: above, given: {risk.score: 51}, expect: {decision: deny}}
  - {name: at, given: {risk.score: 50}, expect: {decision: allow}}
`;
const examples = 'examples/policies';

describe('the examples', () => {
  test('have nothing that lint finds', async () => {
    expect(readdirSync(examples)).toHaveLength(12);
    const { exitCode, out } = await runPolicy(['lint', '--strict', examples]);
    expect(out).toMatch(/^\d+ policies: 0 errors, 0 warnings\n$/);
    expect(exitCode).toBe(0);
  });

  test('pass their tests', async () => {
    const { exitCode, out } = await runPolicy(['test', '--format', 'json', examples]);
    const report = JSON.parse(out);
    expect(report.failed).toBe(0);
    expect(report.policies.length).toBeGreaterThanOrEqual(12);
    expect(exitCode).toBe(0);
  });

  test('have tests that notice nearly every mistake in them', async () => {
    const { exitCode, out } = await runPolicy(['test', '--mutate', '--mutate-min', '95', examples]);
    expect(out).toMatch(/mistakes noticed: /);
    expect(exitCode, out).toBe(0);
  });

  test('are rendered in both languages, each policy in a sentence', async () => {
    for (const language of ['en', 'id']) {
      const { exitCode, out } = await runPolicy(['explain', '--render', language, examples]);
      expect(exitCode).toBe(0);
      expect(out.match(/^ {2}\S.*→/gm)?.length).toBeGreaterThanOrEqual(12);
    }
  });

  test('decide the same after they are formatted', async () => {
    for (const name of readdirSync(examples)) {
      site.put(`all/${name}`, readFileSync(join(examples, name)));
    }
    const folder = join(site.folder, 'all');
    expect(await runPolicy(['fmt', '--write', folder])).toMatchObject({ exitCode: 0 });
    expect(await runPolicy(['fmt', '--check', folder])).toMatchObject({ exitCode: 0, out: '' });
    const diff = await runPolicy(['diff', examples, folder]);
    expect(diff).toMatchObject({ exitCode: 0, out: 'no differences\n' });
  });
});

describe('files', () => {
  test('are named, in folders, fit patterns, or come from standard input', async () => {
    site.put('a/one.yaml', sound);
    site.put('a/deep/two.yml', sound.replace('high-risk', 'two'));
    site.put('a/node_modules/x.yaml', 'no policy');
    site.put('a/notes.txt', 'no policy');
    const named = async (...paths: string[]) => {
      const { out } = await runPolicy(['test', '--format', 'json', ...paths]);
      return JSON.parse(out).policies.map(({ name }: { name: string }) => name);
    };
    const folder = join(site.folder, 'a');
    expect(await named(folder)).toEqual(['two', 'high-risk']);
    expect(await named(`${folder}/*.yaml`)).toEqual(['high-risk']);
    expect(await named(`${folder}/**/*.y*ml`, `${folder}/one.yaml`)).toEqual(['two', 'high-risk']);
    const { exitCode, out } = await runPolicy(['lint', '-'], sound);
    expect([exitCode, out]).toEqual([0, '1 policy: 0 errors, 0 warnings\n']);
  });

  test.each([['lint'], ['test'], ['fmt'], ['explain', '--render', 'en']])(
    'that are not there are why %s could not run',
    async (...command) => {
      const missing = join(site.folder, 'missing.yaml');
      const { exitCode, out, err } = await runPolicy([...command, missing]);
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(err).toContain(missing);
    },
  );

  test('that are no text, or a folder without any, are a reason too', async () => {
    const bytes = site.put('bytes.yaml', Uint8Array.of(0xff, 0xfe, 0x00));
    expect(await runPolicy(['lint', bytes])).toMatchObject({ exitCode: 2 });
    site.put('empty/readme.md', '');
    expect(await runPolicy(['lint', join(site.folder, 'empty')])).toMatchObject({ exitCode: 2 });
  });

  test('with errors in them cannot be tested, compared, explained or formatted', async () => {
    const wrong = site.put('wrong.yaml', 'name: abc\neffect: dney\n');
    const right = site.put('right.yaml', sound);
    for (const argv of [
      ['test', wrong],
      ['diff', right, wrong],
      ['explain', wrong, '-'],
      ['fmt', wrong],
    ]) {
      const { exitCode, err } = await runPolicy(argv, '{}');
      expect(exitCode).toBe(2);
      expect(err).toContain(`${wrong}:2:9: error unknown_value`);
    }
  });
});

test('more policies than are loaded at once is why nothing could be compared or explained', async () => {
  const many = Array.from(
    { length: 1001 },
    (_, at) => `- {name: pol-${at}, mode: enforce, effect: log_only}\n`,
  );
  const file = site.put('many.yaml', many.join(''));
  expect(await runPolicy(['diff', file, file])).toMatchObject({ exitCode: 2 });
  expect(await runPolicy(['explain', file, '-'], '{}')).toMatchObject({ exitCode: 2 });
  expect(await runPolicy(['lint', file])).toMatchObject({ exitCode: 1 });
});

describe('lint', () => {
  test('exits 1 for an error, and for a warning only when it is strict', async () => {
    const warned = site.put('a.yaml', 'name: abc\nmatch: {tag: a}\neffect: deny\n');
    expect(await runPolicy(['lint', warned])).toMatchObject({ exitCode: 0 });
    const strict = await runPolicy(['lint', '--strict', warned]);
    expect(strict.exitCode).toBe(1);
    expect(strict.out).toContain(`${warned}:1:7: warning untested: abc:`);
    const never = site.put('b.yaml', sound.replace('> 50', '> 100'));
    const { exitCode, out } = await runPolicy(['lint', never]);
    expect(exitCode).toBe(1);
    expect(out).toContain('error never_matches');
  });

  test('shows a request for what it found, which a test can be made of', async () => {
    const files = [
      site.put('a.yaml', sound),
      site.put(
        'b.yaml',
        sound.replace('high-risk', 'higher-risk').replace('> 50', '> 60').replace('51', '61'),
      ),
    ];
    const { out } = await runPolicy(['lint', '--format', 'json', ...files]);
    expect(JSON.parse(out)).toMatchObject({
      policies: 2,
      findings: [
        {
          code: 'shadowed',
          policy: 'higher-risk',
          line: 1,
          column: 7,
          witness: { phase: 'request', given: { 'risk.score': 61 }, failed: [] },
        },
      ],
    });
  });

  test('writes SARIF', async () => {
    const wrong = site.put('wrong.yaml', 'name: abc\neffect: dney\n');
    const { exitCode, out } = await runPolicy(['lint', '--format', 'sarif', wrong]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out).runs[0].results).toMatchObject([{ ruleId: 'unknown_value' }]);
  });
});

describe('test', () => {
  const failing = sound.replace('decision: allow', 'decision: deny');

  test('exits 1 when a test fails, and says what came instead', async () => {
    const { exitCode, out } = await runPolicy(['test', site.put('a.yaml', failing)]);
    expect(exitCode).toBe(1);
    expect(out).toContain('FAIL at\n       decision is allow, not deny');
    expect(out).toMatch(/1 policy: 2 tests, 1 failed\n$/);
  });

  test('writes JUnit', async () => {
    const { exitCode, out } = await runPolicy(['test', '--format', 'junit', '-'], failing);
    expect(exitCode).toBe(1);
    expect(out).toContain('<testsuite name="tenant/high-risk" tests="2" failures="1"');
  });

  test('names the parts that no test has seen both ways', async () => {
    const text = sound.replace('when:', 'match: {provider: openai}\nwhen:');
    const { exitCode, out } = await runPolicy(['test', '--coverage', '-'], text);
    expect(exitCode).toBe(0);
    expect(out).toContain('in no test false: request.provider == "openai"');
    expect(out).toContain('parts of conditions seen true and false: 75 %');
  });

  test('with --mutate exits 1 while too many mistakes would not be noticed', async () => {
    expect(await runPolicy(['test', '--mutate', '-'], sound)).toMatchObject({ exitCode: 0 });
    const careless = sound.replace(/^.*name: at.*\n/m, '');
    const { exitCode, out } = await runPolicy(['test', '--mutate', '-'], careless);
    expect(exitCode).toBe(1);
    expect(out).toContain('not noticed: when: `risk.score > 50` became `risk.score >= 50`');
    const lenient = ['test', '--mutate', '--mutate-min', '20', '-'];
    expect(await runPolicy(lenient, careless)).toMatchObject({ exitCode: 0 });
    const nonsense = ['test', '--mutate', '--mutate-min', 'most', '-'];
    expect(await runPolicy(nonsense, careless)).toMatchObject({ exitCode: 2 });
  });
});

describe('fmt', () => {
  const untidy = '# Why.\neffect: [deny]\nname: abc\nmatch: {model: [o3]}\n';

  test('prints, checks or rewrites', async () => {
    const file = site.put('a.yaml', untidy);
    const printed = await runPolicy(['fmt', file]);
    expect(printed.out).toMatch(/^# Why\.\nname: abc\n/);
    expect(readFileSync(file, 'utf8')).toBe(untidy);
    expect(await runPolicy(['fmt', '--check', file])).toMatchObject({
      exitCode: 1,
      out: `${file}\n`,
    });
    expect(await runPolicy(['fmt', '--write', file])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(file, 'utf8')).toBe(printed.out);
    expect(await runPolicy(['fmt', '--check', file])).toMatchObject({ exitCode: 0, out: '' });
    expect(await runPolicy(['fmt', '-'], untidy)).toMatchObject({ out: printed.out });
  });

  test('writes no file when one of them has errors', async () => {
    const [file, wrong] = [site.put('a.yaml', untidy), site.put('b.yaml', 'name: xyz\n')];
    expect(await runPolicy(['fmt', '--write', file, wrong])).toMatchObject({ exitCode: 2 });
    expect(readFileSync(file, 'utf8')).toBe(untidy);
  });
});

describe('diff', () => {
  test('says what changed and shows a request that is decided differently', async () => {
    const [before, after] = [
      site.put('a.yaml', sound),
      site.put('b.yaml', sound.replace('> 50', '> 60').replace(/tests:.*/s, '')),
    ];
    const { exitCode, out } = await runPolicy(['diff', before, after]);
    expect(exitCode).toBe(1);
    expect(out).toContain('~ high-risk (tenant) changed\n    - when: risk.score > 50');
    expect(out).toContain('  deny → allow');
    expect(out).toContain('for example: {given: {risk.score: 51}}');
    const { out: json } = await runPolicy(['diff', '--format', 'json', before, after]);
    expect(JSON.parse(json)).toMatchObject({
      policies: [{ kind: 'changed', name: 'high-risk' }],
      decisions: [{ before: { verdict: 'deny' }, after: { verdict: 'allow' } }],
    });
  });
});

describe('explain', () => {
  test('says of each policy whether it matches and why, and what comes of it', async () => {
    const file = site.put('a.yaml', sound);
    const { exitCode, out } = await runPolicy(['explain', file, '-'], 'risk.score: 70');
    expect(exitCode).toBe(0);
    expect(out).toContain('high-risk (tenant, priority 50, enforce): matches, decides');
    expect(out).toContain('true    risk.score > 50   [risk.score = 70]');
    expect(out).toContain('verdict: deny');
  });

  test('says what is not known, and that it counts against the request', async () => {
    const input = '{"given": {}, "failed": ["risk.score"]}';
    const { out } = await runPolicy(
      ['explain', '--format', 'json', site.put('a.yaml', sound), '-'],
      input,
    );
    expect(JSON.parse(out)).toMatchObject({
      phase: 'request',
      decision: { verdict: 'deny', uncertain: ['high-risk'], matched: [] },
      policies: [
        { match: 'unknown', parts: [{ truth: 'unknown', values: { 'risk.score': null } }] },
      ],
    });
  });

  test('needs a request that is one', async () => {
    const file = site.put('a.yaml', sound);
    const wrong = await runPolicy(['explain', file, '-'], 'risk.scor: 70');
    expect(wrong.exitCode).toBe(2);
    expect(wrong.err).toContain("did you mean 'risk.score'");
    expect(await runPolicy(['explain', file])).toMatchObject({ exitCode: 2 });
    expect(wrong.err).toMatch(/^stdin:1:1: error unknown_key/);
    expect(await runPolicy(['explain', '-', '-'], sound)).toMatchObject({ exitCode: 2 });
    const missing = await runPolicy(['explain', file, join(site.folder, 'missing.yaml')]);
    expect(missing.err).toContain('there is no such file');
  });
});
