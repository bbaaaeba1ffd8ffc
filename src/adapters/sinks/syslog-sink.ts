import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { LoggedEntry } from '../../domain/audit/export/logged-entry.ts';
import { type FormatOptions, toRecord } from '../../domain/audit/export/record-format.ts';
import { toSyslog } from '../../domain/audit/export/syslog.ts';
import type { AuditSink } from '../../ports/audit-sinks.ts';

export interface SyslogReceiver {
  /** `tls://host:port` or `tcp://host:port`. */
  readonly address: string;
  /** PEM certificates to trust instead of the system's. */
  readonly ca: string | undefined;
}

const connectTimeoutMs = 5_000;
const writeTimeoutMs = 10_000;
const defaultPort = { 'tls:': 6514, 'tcp:': 601 } as const;

/**
 * Syslog over TLS (RFC 5425) or TCP (RFC 6587) with octet counting. The protocol has no answers: a batch counts as
 * delivered when the receiver's machine has acknowledged its bytes, so what a receiver loses after that stays lost.
 */
export function syslogSink(
  base: Pick<AuditSink, 'name' | 'from' | 'batchMax'>,
  receiver: SyslogReceiver,
  options: FormatOptions,
): AuditSink {
  let connection: Promise<Socket> | undefined;
  const open = async (): Promise<Socket> => {
    connection ??= connect(receiver);
    const socket = await connection.catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    if (!socket.destroyed && socket.writable) return socket;
    connection = connect(receiver);
    return connection;
  };
  return {
    ...base,
    deliver: async (entries) => {
      const socket = await open();
      try {
        await write(socket, frames(entries, options));
      } catch (error) {
        socket.destroy();
        connection = undefined;
        throw error;
      }
    },
    close: async () => {
      const socket = await connection?.catch(() => undefined);
      socket?.end();
    },
  };
}

function frames(entries: readonly LoggedEntry[], options: FormatOptions): Buffer {
  const messages = entries.map((entry) => {
    const text =
      options.format === 'cef'
        ? toSyslog(entry, toRecord(entry, options), options.enterprise)
        : toRecord(entry, options);
    const bytes = Buffer.from(text, 'utf8');
    return Buffer.concat([Buffer.from(`${bytes.length} `), bytes]);
  });
  return Buffer.concat(messages);
}

async function connect({ address, ca }: SyslogReceiver): Promise<Socket> {
  const { protocol, hostname: host, port } = new URL(address);
  const isTls = protocol === 'tls:';
  const at = {
    host: host.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort[isTls ? 'tls:' : 'tcp:'] : Number(port),
  };
  const socket = isTls
    ? connectTls({ ...at, servername: at.host, ...(ca === undefined ? {} : { ca }) })
    : connectPlain(at);
  socket.setKeepAlive(true, 30_000);
  socket.unref();
  await settled(socket, {
    event: isTls ? 'secureConnect' : 'connect',
    timeoutMs: connectTimeoutMs,
  });
  // Between two batches a broken connection is only remembered: the next batch opens another one.
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  socket.resume();
  return socket;
}

async function write(socket: Socket, bytes: Buffer): Promise<void> {
  socket.ref();
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('the receiver takes nothing')),
        writeTimeoutMs,
      );
      const closed = () => reject(new Error('the receiver closed the connection'));
      socket.once('close', closed);
      socket.write(bytes, (error) => {
        clearTimeout(timer);
        socket.off('close', closed);
        if (error) reject(new Error(`the receiver does not take it: ${codeOf(error)}`));
        else resolve();
      });
    });
  } finally {
    socket.unref();
  }
}

/** @throws Error when the socket fails, or nothing happens in time */
function settled(
  socket: Socket,
  { event, timeoutMs }: { readonly event: string; readonly timeoutMs: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (reason: string) => {
      socket.destroy();
      reject(new Error(`the receiver cannot be reached: ${reason}`));
    };
    const timer = setTimeout(() => failed('timeout'), timeoutMs);
    const heard = (error: Error) => {
      clearTimeout(timer);
      failed(codeOf(error));
    };
    socket.once('error', heard);
    socket.once(event, () => {
      clearTimeout(timer);
      socket.off('error', heard);
      resolve();
    });
  });
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message.slice(0, 100);
}
