import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { noDeclarations, parsePolicies } from '../document/parse-policies.ts';
import { type Language, renderPolicy } from './render-policy.ts';

function words(text: string, language: Language): string {
  const { policies, problems } = parsePolicies(
    `name: abc\nmode: enforce\n${text}\n`,
    noDeclarations,
  );
  expect(problems).toEqual([]);
  return policies.map((policy) => renderPolicy(policy, language)).join();
}

test.each<readonly [string, string, string]>([
  [
    'match: {provider: {not: bedrock}}\nwhen: pii.count("NIK") > 0\neffect: [{deny: {code: pii_blocked}}, {flag: {tag: soc}}]',
    'In all workspaces, before a request is sent: when the provider is not bedrock and the request contains at least 1 NIK → block (pii_blocked) and flag as soc (medium).',
    'Di semua ruang kerja, sebelum permintaan dikirim: bila penyedia bukan bedrock dan permintaan memuat sedikitnya 1 NIK → blokir (pii_blocked) dan tandai sebagai soc (medium).',
  ],
  [
    'scope: workspace:ops\nunless: |\n  "on-call" in principal.roles || !principal.mfa\neffect: {redact: {types: [EMAIL, PHONE], style: mask}}',
    'In the workspace ops, before a request is sent: always, unless the roles of the caller include on-call or the caller did not use a second factor → mask EMAIL and PHONE.',
    'Di ruang kerja ops, sebelum permintaan dikirim: selalu, kecuali peran pemanggil memuat on-call atau pemanggil tidak memakai faktor kedua → samarkan EMAIL dan PHONE.',
  ],
  [
    'match: {tool: [shell, "mcp*"]}\nwhen: risk.score >= 50 || risk.injection > 80\neffect: require_approval',
    'In all workspaces, before a request is sent: when the tools include shell or mcp* and (the risk score is at least 50 or the prompt-injection score is above 80) → wait for approval by an approver of the workspace for 60 minutes at most.',
    'Di semua ruang kerja, sebelum permintaan dikirim: bila alat memuat shell atau mcp* dan (skor risiko paling sedikit 50 atau skor injeksi prompt lebih dari 80) → tunggu persetujuan pemberi persetujuan ruang kerja paling lama 60 menit.',
  ],
  [
    "when: \"!(risk.score < 10 && request.model in ['a', 'b']) && size(request.tools) > 3 && request.tools.all(t, t != 'x')\"\neffect: allow",
    'In all workspaces, before a request is sent: when (the risk score is at least 10 or the model is none of a or b) and the number of tools is above 3 and `request.tools.all(t, t != "x")` → allow.',
    'Di semua ruang kerja, sebelum permintaan dikirim: bila (skor risiko paling sedikit 10 atau model bukan salah satu dari a atau b) dan jumlah alat lebih dari 3 dan `request.tools.all(t, t != "x")` → izinkan.',
  ],
])('%j is said in both languages', (text, en, id) => {
  expect(words(text, 'en')).toBe(en);
  expect(words(text, 'id')).toBe(id);
});

const folder = 'examples/policies';
const examples = readdirSync(folder).flatMap(
  (name) => parsePolicies(readFileSync(`${folder}/${name}`, 'utf8'), noDeclarations).policies,
);

test.each(examples)('the example $name is said without code', (policy) => {
  expect(renderPolicy(policy, 'en')).not.toMatch(/[`&|]|undefined/);
  expect(renderPolicy(policy, 'id')).not.toMatch(/[`&|]|undefined|\b(the|is|when)\b/);
});
