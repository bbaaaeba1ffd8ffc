import { unitAt } from '../scan/unit-at.ts';
/** Shannon entropy of the characters, in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<number, number>();
  for (let at = 0; at < text.length; at += 1) {
    const unit = unitAt(text, at);
    counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

export function digitCount(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = unitAt(text, at);
    if (unit >= 0x30 && unit <= 0x39) count += 1;
  }
  return count;
}

const fillsGap =
  /^(?:your|my|the|some|insert|enter|replace|change|dummy|placeholder|todo|none|null|undefined|true|false|redacted|hidden|secret|password|passwd|pass|pwd|pw|foo|bar|baz|token|string|value|required|optional)(?:[^a-z0-9]|$)|example|placeholder|redacted|changeme|change_me|change-me|your[-_]|[-_]here$|xxxx|\*\*\*|\.\.\./i;

const refersElsewhere =
  /^[$%@<[{]|\$\{|\{\{|\$\(|process\.env|import\.meta|os\.environ|getenv|env\[|env\.|secrets?\.[a-z]|config\.[a-z]|vault:|arn:aws|^!ref|^ref:/i;

/** Text that stands where a secret belongs, or says where the secret is kept. */
export function isPlaceholder(value: string): boolean {
  return fillsGap.test(value) || refersElsewhere.test(value);
}
