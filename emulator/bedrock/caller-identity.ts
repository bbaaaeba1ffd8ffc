import { randomUUID } from 'node:crypto';
import type { Reply } from '../server/reply.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { type AccountRules, accountNumber, userArn } from './account.ts';
import { AwsFailure } from './aws-failure.ts';
import { awsHeaders } from './provider-headers.ts';
import { stsCodes, verifySignature } from './verify-signature.ts';

/** STS GetCallerIdentity: who signed the request. It takes no permission. */
export async function callerIdentity(request: SeenRequest, rules: AccountRules): Promise<Reply> {
  await verifySignature(request, { service: 'sts', codes: stsCodes }, rules);
  const form = new URLSearchParams(request.body.toString('utf8'));
  if (form.get('Action') !== 'GetCallerIdentity' || form.get('Version') !== '2011-06-15') {
    const message = `Could not find operation ${form.get('Action')}`;
    throw new AwsFailure(400, { code: 'InvalidAction', message });
  }
  const xml = [
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">',
    '  <GetCallerIdentityResult>',
    `    <Arn>${userArn}</Arn>`,
    '    <UserId>AIDAEMULATEDUSER00000</UserId>',
    `    <Account>${accountNumber}</Account>`,
    '  </GetCallerIdentityResult>',
    `  <ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`,
    '</GetCallerIdentityResponse>',
  ];
  const frames = [Buffer.from(`${xml.join('\n')}\n`)];
  return { status: 200, headers: awsHeaders('text/xml'), frames };
}
