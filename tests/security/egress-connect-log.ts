import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';
import process from 'node:process';
import { watchConnects } from './egress-connects.ts';

/*
 * Loaded before the product: writes down every connection that the process opens, whatever opens it. Each line of
 * CONNECT_LOG is JSON: what a socket was asked for and by whom, or what the system was asked for.
 */

const file = process.env['CONNECT_LOG'] ?? '';
const write = (line: object) => appendFileSync(file, `${JSON.stringify(line)}\n`);

Error.stackTraceLimit = 60;
const connect = Reflect.get(Socket.prototype, 'connect') as (...parameters: unknown[]) => Socket;
Reflect.set(Socket.prototype, 'connect', function (this: Socket, ...parameters: unknown[]) {
  const stack = new Error('who connects').stack ?? '';
  write({
    kind: 'socket',
    to: targetOf(parameters),
    isGuarded: stack.includes('/guarded-connector.ts:'),
  });
  return connect.apply(this, parameters);
});

watchConnects((target) => write({ kind: 'system', to: target }));

/** `socket.connect` takes a path, a port or an object, and Node passes a prepared list of these on to itself. */
function targetOf(parameters: readonly unknown[]): string {
  const [first] = parameters.flat();
  if (typeof first !== 'object' || first === null) {
    return String(first).startsWith('/') ? 'unix' : parameters.flat().slice(0, 2).join(':');
  }
  const path: unknown = Reflect.get(first, 'path');
  return typeof path === 'string' && Reflect.get(first, 'port') === undefined
    ? 'unix'
    : `${Reflect.get(first, 'host')}:${Reflect.get(first, 'port')}`;
}
