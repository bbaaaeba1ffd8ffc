import { createServer, type Socket } from 'node:net';

/*
 * A provider that costs next to nothing: canned bytes on bare sockets, so that what is measured is the way to it. It
 * reads as much HTTP/1.1 as the targets speak: one request at a time, bodies with a length.
 */

const EVENTS = 50;
const HEAD_END = Buffer.from('\r\n\r\n');
const GET_INITIAL = 'G'.charCodeAt(0);

const chunk = {
  id: 'chatcmpl-bench',
  object: 'chat.completion.chunk',
  created: 1_790_000_000,
  model: 'gpt-4o-mini-2024-07-18',
  service_tier: 'default',
  system_fingerprint: null,
};
const usage = { prompt_tokens: 120, completion_tokens: EVENTS, total_tokens: 120 + EVENTS };

const completion = json({
  ...chunk,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'word '.repeat(90), refusal: null, annotations: [] },
      finish_reason: 'stop',
    },
  ],
  usage,
});
const models = json({
  object: 'list',
  data: [{ id: 'gpt-4o-mini', object: 'model', created: 1_721_172_741, owned_by: 'openai' }],
});
const streamHead = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nx-request-id: req_bench\r\ntransfer-encoding: chunked\r\n\r\n',
);
const events = streamEvents();

function json(value: unknown): Buffer {
  const body = JSON.stringify(value);
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: req_bench\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function streamEvents(): Buffer[] {
  const delta = (content: string) => ({
    ...chunk,
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
    obfuscation: 'k3JmQ0pX',
  });
  const last = { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  const data = [
    ...Array.from({ length: EVENTS }, (_, at) => JSON.stringify(delta(` word${at}`))),
    JSON.stringify(last),
    JSON.stringify({ ...chunk, choices: [], usage }),
    '[DONE]',
  ];
  return data.map((line) => {
    const event = `data: ${line}\n\n`;
    return Buffer.from(`${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`);
  });
}

function serve(socket: Socket): void {
  socket.setNoDelay(true);
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (data) => {
    pending = pending.length === 0 ? data : Buffer.concat([pending, data]);
    const end = requestEnd(pending);
    if (end === undefined) return;
    answer(socket, pending.subarray(0, end));
    pending = pending.subarray(end);
  });
  socket.on('error', () => socket.destroy());
}

/** Where the first request ends, once it is all there. */
function requestEnd(bytes: Buffer): number | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const end = headEnd + HEAD_END.length + length;
  return end <= bytes.length ? end : undefined;
}

// The bench puts `stream` first in its bodies, so that only their beginning is searched.
function answer(socket: Socket, request: Buffer): void {
  const bodyStart = request.indexOf(HEAD_END) + HEAD_END.length;
  if (request.subarray(bodyStart, bodyStart + 64).includes('"stream":true')) stream(socket);
  else socket.write(request[0] === GET_INITIAL ? models : completion);
}

// One write an event, each in its own turn, as tokens come: a burst in one packet would flatter every proxy.
function stream(socket: Socket): void {
  let at = 0;
  socket.write(streamHead);
  const next = () => {
    if (socket.destroyed) return;
    const event = events[at];
    at += 1;
    if (event === undefined) {
      socket.write('0\r\n\r\n');
      return;
    }
    socket.write(event);
    setImmediate(next);
  };
  next();
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) {
    console.log(`ready at http://127.0.0.1:${address.port}`);
  }
});

// Ends with the process that started it, however that one ended.
process.stdin.resume().on('end', () => process.exit());
