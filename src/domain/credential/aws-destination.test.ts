import { describe, expect, test } from 'vitest';
import {
  awsDestination,
  awsServiceDestination,
  awsServices,
  parseAwsDestination,
} from './aws-destination.ts';
import { awsRegions, isAwsRegion } from './aws-region.ts';

describe('the destination of an AWS key', () => {
  test('is its region', () => {
    expect(awsDestination('eu-central-1', undefined)).toBe('aws:eu-central-1');
  });

  test('has the canonical endpoint after it', () => {
    const made = awsDestination('us-east-1', 'HTTPS://VPCE-1.Example/');
    expect(made).toBe('aws:us-east-1:https://vpce-1.example:443');
    expect(parseAwsDestination(made)).toEqual({
      region: 'us-east-1',
      endpoint: 'https://vpce-1.example:443',
    });
  });

  test('invalid_input: what is not the name of a region', () => {
    for (const region of [
      undefined,
      '',
      'x#',
      'us-east-1#',
      'us-east-1.evil.example',
      'us-east-1/',
      'us-east-1\n',
      'US-EAST-1',
      ' us-east-1',
      'us-east-11',
      '127-0-0-1',
      'us-east-1@evil',
      `us-${'a'.repeat(40)}-1`,
    ]) {
      expect(() => awsDestination(region, undefined)).toThrow(
        expect.objectContaining({ code: 'invalid_input', param: 'region' }),
      );
    }
  });

  test('bad_base_url: an endpoint that cannot be used', () => {
    expect(() => awsDestination('us-east-1', 'https://user@host/')).toThrow(
      expect.objectContaining({ code: 'bad_base_url' }),
    );
  });

  test('internal: a destination of another provider', () => {
    for (const other of [
      'https://api.openai.com:443/v1',
      'aws:',
      'aws:x#',
      'aws:us-east-1:ftp://x',
    ]) {
      expect(() => parseAwsDestination(other)).toThrow(
        expect.objectContaining({ code: 'internal' }),
      );
    }
  });
});

describe('the host of a service', () => {
  test.each([
    ['us-east-1', 'https://sts.us-east-1.amazonaws.com:443'],
    ['us-gov-west-1', 'https://sts.us-gov-west-1.amazonaws.com:443'],
    ['cn-north-1', 'https://sts.cn-north-1.amazonaws.com.cn:443'],
    ['eusc-de-east-1', 'https://sts.eusc-de-east-1.amazonaws.eu:443'],
  ])('in %s', (region, host) => {
    expect(awsServiceDestination({ region, endpoint: undefined }, 'sts')).toBe(host);
  });

  test('is the endpoint, where there is one', () => {
    const place = { region: 'us-east-1', endpoint: 'http://127.0.0.1:9002' };
    expect(awsServices.map((service) => awsServiceDestination(place, service))).toEqual(
      Array(3).fill('http://127.0.0.1:9002'),
    );
  });

  test('every known region has the shape of one', () => {
    expect(awsRegions.filter((region) => !isAwsRegion(region))).toEqual([]);
  });
});
