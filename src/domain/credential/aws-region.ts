/** Regions that are known to exist. A hint and never a gate: new ones open every year. */
export const awsRegions: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eusc-de-east-1',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
];

const shape = /^(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d$/;
const lengthMax = 32;

// The first prefix that fits decides; everything else is in the partition that the public regions are in.
const suffixes: readonly (readonly [prefix: string, suffix: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
];

/** Whether the text can be the name of a region. It becomes part of a host name, so nothing else may pass. */
export function isAwsRegion(text: string): boolean {
  return text.length <= lengthMax && shape.test(text);
}

/** The domain under which the region's services live, e.g. `amazonaws.com`. */
export function awsDnsSuffix(region: string): string {
  return suffixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
}
