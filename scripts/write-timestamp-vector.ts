import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { timestampQuery } from '../src/adapters/evidence/timestamp.ts';
import { makeAuthority } from '../tests/support/openssl-tsa.ts';

// The keys of both authorities are thrown away: nobody can make another token that this vector's certificate vouches for.
const message = 'audit.monago.example/log/01JDSAMPLE0000000000000000\n';
const authority = makeAuthority({ key: 'ec' });
const query = await timestampQuery(new TextEncoder().encode(message), randomBytes(16));
const response = authority.answer(query).toString('base64');
const vector = { message, ca: authority.ca, response };
authority.remove();
writeFileSync(
  new URL('../tests/vectors/timestamp.json', import.meta.url),
  `${JSON.stringify(vector, undefined, 2)}\n`,
);
