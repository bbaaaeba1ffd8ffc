/** What a key may do: everything, only invoke models (the least that is of use), or nothing. */
export type Permissions = 'all' | 'invoke-only' | 'none';

/** An access key: of a user, or temporary when it has a session token. */
export type EmulatedAccessKey = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  permissions?: Permissions;
  isExpired?: boolean;
  /** STS recognises it, Bedrock does not, as for a session of another region. */
  isUnknownToBedrock?: boolean;
};

/** A Bedrock API key. */
export type EmulatedApiKey = {
  key: string;
  permissions?: Permissions;
  /** Where it works; everywhere unless told. */
  region?: string;
};

export type AccountRules = {
  /** Of the emulated services. */
  region?: string;
  accessKeys?: readonly EmulatedAccessKey[];
  apiKeys?: readonly EmulatedApiKey[];
  /** Which model is behind an inference profile that the account made, by the last part of its resource name. */
  applicationProfiles?: Readonly<Record<string, string>>;
};

export const defaultRegion = 'us-east-1';
export const accountNumber = '123456789012';
export const userArn = `arn:aws:iam::${accountNumber}:user/emulated-user`;
