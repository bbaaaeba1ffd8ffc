import { writeFileSync } from 'node:fs';
import { auditVectors } from '../tests/vectors/audit-vectors.ts';
import { evidenceVectors } from '../tests/vectors/evidence-vectors.ts';

// Run with tsx, then format with Biome. A difference afterwards is a change of the audit format.
const folder = new URL('../tests/vectors/audit/', import.meta.url);
const vectors = { ...(await auditVectors()), ...(await evidenceVectors()) };
for (const [name, vector] of Object.entries(vectors)) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(vector, undefined, 2)}\n`);
}
