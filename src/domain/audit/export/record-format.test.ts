import { describe, expect, test } from 'vitest';
import { classOfType } from '../class-of-type.ts';
import { encodeBody } from '../entry.ts';
import type { AuditBody } from '../fact.ts';
import { encodeLeaf, genesisHash } from '../leaf.ts';
import { type LoggedEntry, readLoggedEntry } from './logged-entry.ts';
import { exampleEnterprise, recordFormats, toBatch, toRecord } from './record-format.ts';

const origin = 'audit.bank.example/log/01JDSAMPLE0000000000000000';
const frame = {
  v: 1,
  id: 'aud_019b7c0000007000800000000000000a',
  obs_time: '2026-01-02T03:04:05.000001Z',
  node: 'node-1/ab]c d',
  nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
} as const;
const actor = { type: 'user', id: 'usr_019b7c00000070008000000000000001' } as const;

function logged(body: AuditBody): LoggedEntry {
  return readLoggedEntry(
    encodeLeaf({
      origin,
      index: 41,
      class: classOfType[body.type],
      classIndex: 7,
      time: '2026-01-02T03:04:05.678901Z',
      prev: genesisHash(origin),
      body: encodeBody(body),
    }),
  );
}

const hostileName = 'prod|key=1 "x"]\\ ünïcode';
const created = logged({
  ...frame,
  type: 'credential.created',
  actor,
  credential: {
    id: 'cred_019b7c00000070008000000000000002',
    provider: 'openai',
    name: hostileName,
    last4: '7Qx2',
    version: 1,
  },
  changes: [{ field: 'status', old: null, new: 'active' }],
});
const hostileModel = 'gpt|4=o\\"]';
const denied = logged({
  ...frame,
  type: 'ai.request.denied',
  actor,
  request_id: 'req_019b7c00000070008000000000000003',
  api: '/v1/chat/completions',
  provider: 'openai',
  model_requested: hostileModel,
  stream: false,
  decision: 'blocked',
  policy_version: 'pii@3',
  pii: [{ type: 'NIK', count: 1, action: 'block' }],
  incidents: [],
  risk: { score: 71, band: 'high' },
  req: { commit: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', bytes: 12 },
  reason: 'pii_blocked',
});
const answered = logged({
  ...frame,
  type: 'ai.request.outcome',
  actor,
  intent: 'aud_019b7c0000007000800000000000000b',
  status: 'ok',
  http: 200,
  model_used: 'gpt-4o-2024-08-06',
  usage: { source: 'provider', input: 11, output: 5, cached: 0, reasoning: 0 },
  latency_ms: 812,
});

const options = { productVersion: '1.2.3', enterprise: exampleEnterprise };

function jsonOf(entry: LoggedEntry, format: 'jsonl' | 'ocsf' | 'cloudevents' | 'otlp') {
  return JSON.parse(toRecord(entry, { ...options, format }));
}

describe.each(recordFormats)('%s', (format) => {
  test('names the log, the index and the leaf hash, so that each record can be proven', () => {
    const text = toRecord(denied, { ...options, format });
    expect(text).toContain(origin);
    expect(text).toContain('41');
    // The padding is what CEF escapes.
    expect(text).toContain(denied.leafHash.replace('=', ''));
    expect(text).toContain(frame.id);
  });

  test('is one line whatever the names say', () => {
    for (const entry of [created, denied, answered]) {
      expect(toRecord(entry, { ...options, format })).not.toMatch(/[\r\n]/);
    }
  });

  test('is the same for the same leaf', () => {
    expect(toRecord(created, { ...options, format })).toBe(
      toRecord(created, { ...options, format }),
    );
  });
});

describe('JSON lines', () => {
  test('spell the body as the leaf does', () => {
    const line = toRecord(created, { ...options, format: 'jsonl' });
    expect(line.endsWith(`,"body":${created.leaf.body}}`)).toBe(true);
    expect(jsonOf(created, 'jsonl')).toMatchObject({
      log: origin,
      index: 41,
      class: 'admin',
      class_index: 7,
      time: '2026-01-02T03:04:05.678901Z',
      body: { credential: { name: hostileName } },
    });
  });
});

describe('CloudEvents', () => {
  test('have the attributes that the specification requires', () => {
    expect(jsonOf(created, 'cloudevents')).toMatchObject({
      specversion: '1.0',
      id: frame.id,
      source: `//${origin}`,
      type: 'dev.monago.credential.created',
      subject: 'cred_019b7c00000070008000000000000002',
      sequence: '0000000000000041',
    });
  });

  test('have extension attributes of lower-case letters and digits only', () => {
    const names = Object.keys(jsonOf(created, 'cloudevents')).filter((name) => name !== 'data');
    expect(names.filter((name) => !/^[a-z0-9]{1,20}$/.test(name))).toEqual([]);
  });
});

describe('syslog', () => {
  // HOSTNAME, APP-NAME, PROCID and MSGID are printable ASCII; a value may hold `"`, `\` and `]` only escaped.
  const message =
    /^<(\d+)>1 (\S+) ([\x21-\x7e]{1,255}) monago - ([\x21-\x7e]{1,32}) \[monago@32473((?: \w+="(?:[^"\\\]]|\\["\\\]])*")+)\] \uFEFF(.*)$/;

  test('is a message of RFC 5424 with the body as its text', () => {
    for (const entry of [created, denied, answered]) {
      const [, priority, time, host, id, , text] =
        message.exec(toRecord(entry, { ...options, format: 'syslog' })) ?? [];
      expect(Math.floor(Number(priority) / 8)).toBe(13);
      expect(time).toBe('2026-01-02T03:04:05.678901Z');
      expect(host).toBe('node-1/ab]c?d');
      expect(id).toBe(entry.body.type);
      expect(JSON.parse(text ?? '')).toEqual(entry.body);
    }
  });

  test('is more severe for a risky request than for a harmless one', () => {
    const of = (entry: LoggedEntry) =>
      Number(message.exec(toRecord(entry, { ...options, format: 'syslog' }))?.[1]) % 8;
    expect(of(denied)).toBeLessThan(of(answered));
  });
});

describe('CEF', () => {
  // A bar means something in the header only.
  const fields = (entry: LoggedEntry): string[] => {
    const parts = toRecord(entry, { ...options, format: 'cef' }).split(/(?<!\\)\|/);
    return [...parts.slice(0, 7), parts.slice(7).join('|')];
  };

  test('has seven fields and an extension, whatever the names say', () => {
    expect(fields(denied)[7]).toMatch(/^rt=\d+ externalId=/);
    expect(fields(denied).slice(0, 6)).toEqual([
      'CEF:0',
      'Monago',
      'Monago',
      '1.2.3',
      'ai.request.denied',
      'ai request denied',
    ]);
  });

  test('escapes what would begin another key', () => {
    const extension = fields(denied)[7] ?? '';
    const pairs = new Map(
      extension.split(/ (?=[A-Za-z0-9]+=)/).map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), pair.slice(at + 1).replace(/\\([\\=])/g, '$1')] as const;
      }),
    );
    expect(pairs.get('cs5')).toBe(hostileModel);
    expect(pairs.get('reason')).toBe('pii_blocked');
    expect(pairs.get('cn2')).toBe('71');
    expect(pairs.get('rt')).toBe(String(Date.UTC(2026, 0, 2, 3, 4, 5, 678)));
  });
});

describe('OCSF', () => {
  test('has a refused call as API Activity with the model', () => {
    expect(jsonOf(denied, 'ocsf')).toMatchObject({
      class_uid: 6003,
      type_uid: 600399,
      severity_id: 4,
      status_id: 2,
      actor: { user: { uid: actor.id } },
      src_endpoint: { uid: actor.id },
      api: { operation: '/v1/chat/completions' },
      ai_model: { ai_provider: 'openai', name: hostileModel },
      metadata: { profiles: ['ai_operation'], sequence: 41 },
    });
  });

  test('has the tokens of a finished call', () => {
    expect(jsonOf(answered, 'ocsf')).toMatchObject({
      status_id: 1,
      message_context: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 },
    });
  });

  test('has a new credential as Entity Management', () => {
    expect(jsonOf(created, 'ocsf')).toMatchObject({
      class_uid: 3004,
      type_uid: 300401,
      entity: { uid: 'cred_019b7c00000070008000000000000002', type: 'Credential', type_id: 99 },
    });
  });

  test('has a failed sign-in as Authentication, and a log that does not verify as a finding', () => {
    const failed = logged({ ...frame, type: 'auth.failed', actor, reason: 'expired', count: 3 });
    expect(jsonOf(failed, 'ocsf')).toMatchObject({ class_uid: 3002, status_id: 2, count: 3 });
    const root = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
    const self = { ...frame, type: 'log.selfcheck', actor, size: 9, root, findings: 1 } as const;
    expect(jsonOf(logged({ ...self, verdict: 'tampered' }), 'ocsf')).toMatchObject({
      class_uid: 2004,
      severity_id: 5,
    });
    expect(jsonOf(logged({ ...self, verdict: 'verified' }), 'ocsf').class_uid).toBe(3004);
  });
});

describe('OTLP', () => {
  test('has a log record with 64-bit numbers as text', () => {
    const { resourceLogs } = jsonOf(answered, 'otlp');
    const [record] = resourceLogs[0].scopeLogs[0].logRecords;
    expect(record.timeUnixNano).toBe('1767323045678901000');
    const attributes = record.attributes.map(({ key, value }: { key: string; value: unknown }) => [
      key,
      value,
    ]);
    expect(Object.fromEntries(attributes)).toMatchObject({
      'monago.audit.index': { intValue: '41' },
      'gen_ai.usage.input_tokens': { intValue: '11' },
      'gen_ai.response.model': { stringValue: 'gpt-4o-2024-08-06' },
    });
  });

  test('takes a batch as one request', () => {
    const { bytes, contentType } = toBatch([created, denied], { ...options, format: 'otlp' });
    const { resourceLogs } = JSON.parse(new TextDecoder().decode(bytes));
    expect(resourceLogs[0].scopeLogs[0].logRecords).toHaveLength(2);
    expect(contentType).toBe('application/json');
  });
});
