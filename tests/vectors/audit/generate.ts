import { writeFileSync } from 'node:fs';
import { auditVectors } from '../audit-vectors.ts';

// Run with tsx, then format with Biome. A difference afterwards is a change of the format.
const vectors = await auditVectors();
for (const [name, vector] of Object.entries(vectors)) {
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(vector, undefined, 2)}\n`);
}
