import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Secret } from '../../domain/credential/secret.ts';
import { HeadWriter } from './head-writer.ts';

const marker = 'mgk_';
const placeholderBytes = 18;
const placeholderLength = marker.length + 24;
// Asking the system for a few bytes at a time costs more than everything else in a placeholder.
const poolBytes = placeholderBytes * 256;

/**
 * Keeps secrets out of the HTTP client. The client is given a random placeholder; the secret's bytes take its place
 * in the request head at the moment it is written to the socket, and are zeroed when the write is done. The key is
 * therefore never a JavaScript string, and neither the client's diagnostics nor its errors can hold it. Should the
 * client ever write heads in another way, the provider gets the placeholder and refuses it: nothing leaks.
 */
export class SealedHeaders {
  readonly #secrets = new Map<string, Secret>();
  #pool = Buffer.alloc(0);
  #used = 0;

  /** Takes over the secret and returns the text that stands for it. */
  seal(secret: Secret): string {
    if (this.#used + placeholderBytes > this.#pool.length) {
      this.#pool = randomBytes(poolBytes);
      this.#used = 0;
    }
    const end = this.#used + placeholderBytes;
    const placeholder = marker + this.#pool.toString('base64url', this.#used, end);
    this.#used = end;
    this.#secrets.set(placeholder, secret);
    return placeholder;
  }

  /** Forgets and wipes a secret, whether or not it was sent. */
  drop(placeholder: string): void {
    this.#secrets.get(placeholder)?.wipe();
    this.#secrets.delete(placeholder);
  }

  /** Makes a socket write the secrets in place of their placeholders. */
  attach(socket: Socket): void {
    const writer = new HeadWriter(socket);
    const plainWrite = socket.write.bind(socket);
    const reveal = (chunk: string | Uint8Array) =>
      typeof chunk === 'string' && this.#secrets.size > 0 ? this.#reveal(chunk) : undefined;
    socket.write = (
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | ((error?: Error | null) => void),
      callback?: (error?: Error | null) => void,
    ): boolean => {
      const done = typeof encoding === 'function' ? encoding : callback;
      const head = reveal(chunk);
      if (head !== undefined) return writer.writeHead(head, done);
      if (typeof chunk !== 'string') return writer.writeBody(chunk, done);
      writer.flush();
      return plainWrite(chunk, typeof encoding === 'string' ? encoding : 'utf8', done);
    };
  }

  #reveal(chunk: string): Buffer | undefined {
    const headEnd = chunk.indexOf('\r\n\r\n');
    if (headEnd < 0) return undefined;
    for (
      let at = chunk.indexOf(marker);
      at >= 0 && at < headEnd;
      at = chunk.indexOf(marker, at + 1)
    ) {
      const placeholder = chunk.slice(at, at + placeholderLength);
      const secret = this.#secrets.get(placeholder);
      if (secret === undefined) continue;
      const head = splice(chunk, at, secret.reveal());
      this.drop(placeholder);
      return head;
    }
    return undefined;
  }
}

function splice(chunk: string, at: number, bytes: Buffer): Buffer {
  const tail = at + placeholderLength;
  // Slow: memory of its own, not a slice of the shared pool, so that zeroing it leaves no copy behind.
  const head = Buffer.allocUnsafeSlow(chunk.length - placeholderLength + bytes.length);
  head.write(chunk.slice(0, at), 0, 'latin1');
  bytes.copy(head, at);
  head.write(chunk.slice(tail), at + bytes.length, 'latin1');
  return head;
}
