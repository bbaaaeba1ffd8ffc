import type { Duplex } from 'node:stream';
import type { LoggedEntry } from '../../domain/audit/export/logged-entry.ts';
import { type FormatOptions, toRecord } from '../../domain/audit/export/record-format.ts';
import { toSyslog } from '../../domain/audit/export/syslog.ts';
import type { AuditSink } from '../../ports/audit-sinks.ts';

/** A connection as the sink uses it. */
export interface ReceiverConnection extends Duplex {
  setKeepAlive(isOn: boolean, afterMs: number): unknown;
  /** Whether the process waits for it. */
  ref(): unknown;
  unref(): unknown;
}

/** Opens a connection to the receiver. @throws Error with the reason */
export type ConnectReceiver = () => Promise<ReceiverConnection>;

const writeTimeoutMs = 10_000;

/**
 * Syslog over TLS (RFC 5425) or TCP (RFC 6587) with octet counting. The protocol has no answers: a batch counts as
 * delivered when the receiver's machine has acknowledged its bytes, so what a receiver loses after that stays lost.
 */
export function syslogSink(
  base: Pick<AuditSink, 'name' | 'from' | 'batchMax'>,
  connectReceiver: ConnectReceiver,
  options: FormatOptions,
): AuditSink {
  let connection: Promise<ReceiverConnection> | undefined;
  const open = async (): Promise<ReceiverConnection> => {
    connection ??= connect(connectReceiver);
    const socket = await connection.catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    if (!socket.destroyed && socket.writable) return socket;
    connection = connect(connectReceiver);
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

async function connect(connectReceiver: ConnectReceiver): Promise<ReceiverConnection> {
  const socket = await connectReceiver().catch((error: Error) => {
    throw new Error(`the receiver cannot be reached: ${codeOf(error)}`);
  });
  socket.setKeepAlive(true, 30_000);
  socket.unref();
  // Between two batches a broken connection is only remembered: the next batch opens another one.
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  socket.resume();
  return socket;
}

async function write(socket: ReceiverConnection, bytes: Buffer): Promise<void> {
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

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message.slice(0, 100);
}
