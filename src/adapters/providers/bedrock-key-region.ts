import { awsRegions } from '../../domain/credential/aws-region.ts';

/**
 * The region that a short-term Bedrock API key was made for. Such a key is a signed URL in base64 that names it in the
 * scope of its signature; elsewhere it is refused in the same words as a wrong key.
 * @returns undefined for a long-term key, which works in every region, and where no region is found
 */
export function bedrockKeyRegion(apiKey: Buffer): string | undefined {
  if (apiKey.subarray(0, prefix.length).compare(prefix) !== 0) return undefined;
  return scopes.find(({ forms }) => forms.some((form) => apiKey.includes(form)))?.region;
}

const prefix = Buffer.from('bedrock-api-key-');

// Looked for in the three ways that base64 can spell it, so that the key need not be decoded into yet another copy.
const scopes = awsRegions.map((region) => ({
  region,
  forms: [0, 1, 2].map((shift) => base64Inside(`%2F${region}%2Fbedrock%2Faws4_request`, shift)),
}));

/** The part of the base64 of `…text…` that depends on nothing but the text, where `shift` octets of a group precede it. */
function base64Inside(text: string, shift: number): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
  const whole = bytes.length - (bytes.length % 3);
  return bytes
    .subarray(0, whole)
    .toString('base64')
    .slice(shift === 0 ? 0 : 4);
}
