import type { IncomingHttpHeaders } from 'node:http';
import { invalidRequest } from './api-failure.ts';
import { apiVersions, type Dialect } from './api-version.ts';
import { readBetas } from './betas.ts';

/** The version and the betas that the headers name. Throws the refusal of a missing or unknown one. */
export function readDialect(headers: IncomingHttpHeaders): Dialect {
  const header = headers['anthropic-version'];
  if (header === undefined) throw invalidRequest('anthropic-version: header is required');
  const version = apiVersions.find((known) => known === header);
  if (version === undefined) throw invalidRequest('anthropic-version: is not a valid version');
  return { version, betas: readBetas(headers['anthropic-beta']) };
}
