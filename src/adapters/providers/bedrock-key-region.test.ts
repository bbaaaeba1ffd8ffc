import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsRegions } from '../../domain/credential/aws-region.ts';
import { bedrockKeyRegion } from './bedrock-key-region.ts';

describe('the region of a short-term Bedrock API key', () => {
  test('is found wherever in the key it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...awsRegions),
        fc.stringMatching(/^[ -~]{0,40}$/),
        fc.stringMatching(/^[ -~]{0,40}$/),
        (region, before, after) => {
          const url = `${before}X%2F20261121%2F${region}%2Fbedrock%2Faws4_request&${after}`;
          const key = `bedrock-api-key-${Buffer.from(url).toString('base64')}`;
          expect(bedrockKeyRegion(Buffer.from(key))).toBe(region);
        },
      ),
    );
  });

  test('is not looked for in a long-term key, and not invented', () => {
    const scope = Buffer.from('X%2F20261121%2Feu-west-1%2Fbedrock%2Faws4_request').toString(
      'base64',
    );
    for (const key of [`ABSK${scope}`, 'bedrock-api-key-', 'bedrock-api-key-b3RoZXI=']) {
      expect(bedrockKeyRegion(Buffer.from(key))).toBeUndefined();
    }
  });
});
