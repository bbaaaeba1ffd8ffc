/**
 * What it costs to find and read every text of a request of a megabyte: `npx tsx bench/inspection-requests.ts`. A long text,
 * a long conversation, and the many small values that tools return.
 */
import { detectorsFor } from '../src/domain/inspection/detectors-for.ts';
import { inspectSegments } from '../src/domain/inspection/inspection.ts';
import { defaultInspection } from '../src/domain/inspection/inspection-settings.ts';
import { segmentsOf } from '../src/domain/protocol/segments/segments-of.ts';

const size = 1_048_576;
const rounds = 5;
const sentence =
  'Please compare the two contracts and list what changed between them, clause by clause. ';

const message = (content: unknown) => ({ role: 'user', content });
const requests: Readonly<Record<string, object>> = {
  'one text': { messages: [message(sentence.repeat(size / sentence.length))] },
  'a conversation': {
    messages: Array.from({ length: 512 }, () => message(sentence.repeat(2_048 / sentence.length))),
  },
  'small values': {
    messages: [message([{ toolResult: { content: [{ json: rowsOf(size / 64) }] } }])],
  },
  'distinct values': { messages: [message([{ toolResult: { content: [{ json: distinct() }] } }])] },
};

function rowsOf(count: number): object[] {
  return Array.from({ length: count }, (_, at) => ({ id: at, city: `Town ${at}`, state: 'open' }));
}

/** Nothing of what was read before helps. */
function distinct(): string[] {
  return Array.from({ length: 45_000 }, (_, at) => `Town number ${at}`);
}

const detectors = detectorsFor(defaultInspection, () => performance.now());
for (const [name, body] of Object.entries(requests)) {
  const members = JSON.parse(JSON.stringify(body));
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    const segments = segmentsOf(members, 'converse');
    const found = performance.now();
    inspectSegments(segments, detectors, () => false);
    return { find: found - started, read: performance.now() - found };
  });
  const least = (part: 'find' | 'read') => Math.min(...times.map((time) => time[part]));
  const megabytes = JSON.stringify(body).length / size;
  const { length } = segmentsOf(members, 'converse').segments;
  console.log(
    `${name.padEnd(14)} ${megabytes.toFixed(2)} MB, ${String(length).padStart(6)} texts: ` +
      `${least('find').toFixed(0).padStart(4)} ms to find, ${least('read').toFixed(0).padStart(5)} ms to read`,
  );
}
