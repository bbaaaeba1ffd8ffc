import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { decodeBase64 } from '../../domain/audit/base64.ts';
import { isEqual } from '../../domain/audit/bytes.ts';
import type { TimestampResult, VerifyTimestamp } from '../../domain/audit/check-anchor.ts';
import { AuditFormatError } from '../../domain/audit/format-error.ts';

// This file runs in browsers too: nothing of Node, and all cryptography is that of WebCrypto.

const oid = {
  sha256: '2.16.840.1.101.3.4.2.1',
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  commonName: '2.5.4.3',
} as const;

/** PKIStatus granted and grantedWithMods. */
const grantedMax = 1;
const digestNames: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** What makes a time stamp no time stamp of the message, or not to be trusted. */
class TimestampFault extends Error {
  readonly kind: Exclude<TimestampResult['kind'], 'valid'>;

  constructor(kind: TimestampFault['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * A verifier of time stamps (RFC 3161) that trusts these certification authorities, PEM, and nobody else. A TimeStampResp
 * and a bare token are both accepted. Revocation is not looked up: that would need the network.
 * @throws AuditFormatError `bad_base64` for PEM that is none
 */
export function timestampVerifier(authorities: string): VerifyTimestamp {
  const trusted = parseCertificates(authorities);
  return async (token, message) => {
    try {
      const stamp = openTimestamp(token);
      await checkImprint(stamp, message);
      const signer = await checkSignature(stamp, message);
      await checkPurpose(stamp, signer);
      await checkChain(stamp, signer, trusted);
      const time = stamp.info.genTime.getTime() * 1000;
      return { kind: 'valid', time, authority: nameOf(signer) };
    } catch (error) {
      if (error instanceof TimestampFault) return { kind: error.kind, message: error.message };
      // The parser throws whatever it stumbles over.
      return { kind: 'malformed', message: 'the time stamp cannot be read' };
    }
  };
}

/** A request for a time stamp over the SHA-256 of the message, DER. @param nonce up to 20 bytes */
export async function timestampQuery(message: Uint8Array, nonce: Uint8Array): Promise<Uint8Array> {
  const hashedMessage = new asn1js.OctetString({ valueHex: await digest('SHA-256', message) });
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: oid.sha256 }),
      hashedMessage,
    }),
    nonce: new asn1js.Integer({ valueHex: bufferOf(positive(nonce)) }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER());
}

/**
 * Whether a response answers the request with this nonce: a response that was recorded earlier does not.
 * @throws Error with what the authority says, when it refused
 */
export function answersNonce(response: Uint8Array, nonce: Uint8Array): boolean {
  const { info } = openTimestamp(response);
  const answered = info.nonce?.valueBlock.valueHexView;
  return answered !== undefined && isEqual(trimmed(answered), trimmed(nonce));
}

interface Timestamp {
  readonly signed: pkijs.SignedData;
  readonly info: pkijs.TSTInfo;
  readonly signerInfo: pkijs.SignerInfo;
}

/** @throws TimestampFault `malformed` */
function openTimestamp(bytes: Uint8Array): Timestamp {
  try {
    const signed = new pkijs.SignedData({ schema: tokenOf(bytes).content });
    const { eContentType, eContent } = signed.encapContentInfo;
    const [signerInfo, ...others] = signed.signerInfos;
    if (eContentType !== oid.tstInfo || eContent === undefined || signerInfo === undefined) {
      throw new TimestampFault('malformed', 'it is signed data, and not a time stamp');
    }
    if (others.length > 0) throw new TimestampFault('malformed', 'it has more than one signer');
    return { signed, info: pkijs.TSTInfo.fromBER(eContent.getValue()), signerInfo };
  } catch (error) {
    if (error instanceof TimestampFault) throw error;
    throw new TimestampFault('malformed', 'the time stamp cannot be read');
  }
}

function tokenOf(bytes: Uint8Array): pkijs.ContentInfo {
  const whole = asn1js.fromBER(bytes);
  if (whole.offset !== bytes.length) {
    throw new TimestampFault('malformed', 'the time stamp is cut off, or something follows it');
  }
  const isToken =
    whole.result instanceof asn1js.Sequence &&
    whole.result.valueBlock.value[0] instanceof asn1js.ObjectIdentifier;
  if (isToken) return signedDataIn(new pkijs.ContentInfo({ schema: whole.result }));
  const response = new pkijs.TimeStampResp({ schema: whole.result });
  if (response.status.status > grantedMax || response.timeStampToken === undefined) {
    const why = (response.status.statusStrings ?? []).map((text) => text.valueBlock.value);
    throw new TimestampFault('malformed', `no time stamp was granted ${why.join(' ')}`.trim());
  }
  return signedDataIn(response.timeStampToken);
}

function signedDataIn(content: pkijs.ContentInfo): pkijs.ContentInfo {
  if (content.contentType === oid.signedData) return content;
  throw new TimestampFault('malformed', 'the time stamp is not signed data');
}

async function checkImprint({ info }: Timestamp, message: Uint8Array): Promise<void> {
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const name = digestNames[hashAlgorithm.algorithmId];
  if (name === undefined) {
    throw new TimestampFault('untrusted', `the hash ${hashAlgorithm.algorithmId} is not accepted`);
  }
  const expected = new Uint8Array(await digest(name, message));
  if (isEqual(expected, hashedMessage.valueBlock.valueHexView)) return;
  throw new TimestampFault('mismatch', 'the time stamp is of something else');
}

/** @returns the certificate of the authority, which is believed by nobody yet */
async function checkSignature(
  { signed, info, signerInfo }: Timestamp,
  message: Uint8Array,
): Promise<pkijs.Certificate> {
  if ((signed.certificates ?? []).length === 0) {
    throw new TimestampFault('untrusted', 'the certificate of the authority is not in it');
  }
  const signedType = onlyValue(signerInfo, oid.contentType);
  const isOfTime =
    signedType instanceof asn1js.ObjectIdentifier && signedType.getValue() === oid.tstInfo;
  onlyValue(signerInfo, oid.messageDigest);
  const checkDate = info.genTime;
  const result = isOfTime
    ? await signed
        .verify({ signer: 0, data: bufferOf(message), checkDate, extendedMode: true })
        .catch(() => undefined)
    : undefined;
  if (result?.signatureVerified === true && result.signerCertificate) {
    return result.signerCertificate;
  }
  throw new TimestampFault('malformed', 'the signature of the time stamp is not valid');
}

/** RFC 3161 section 2.3, and RFC 5816: the certificate is for this, for nothing else, and named in what was signed. */
async function checkPurpose(
  { signerInfo }: Timestamp,
  certificate: pkijs.Certificate,
): Promise<void> {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === oid.extendedKeyUsage);
  const purposes: unknown = usage?.parsedValue?.keyPurposes;
  const isOnlyForTime =
    Array.isArray(purposes) && purposes.length === 1 && purposes[0] === oid.timeStamping;
  if (usage?.critical !== true || !isOnlyForTime) {
    throw new TimestampFault('untrusted', 'the certificate is not one for time stamps alone');
  }
  const named = signedCertificateHash(signerInfo);
  const der = new Uint8Array(certificate.toSchema().toBER());
  const actual = new Uint8Array(await digest(named.algorithm, der));
  if (isEqual(actual, named.hash)) return;
  throw new TimestampFault('malformed', 'another certificate was put beside the signature');
}

interface NamedHash {
  readonly algorithm: string;
  readonly hash: Uint8Array;
}

/** ESSCertID and ESSCertIDv2 of the first certificate (RFC 5035). */
function signedCertificateHash(signerInfo: pkijs.SignerInfo): NamedHash {
  const isOlder = valuesOf(signerInfo, oid.signingCertificateV2).length === 0;
  const type = isOlder ? oid.signingCertificate : oid.signingCertificateV2;
  const first = childOf(childOf(onlyValue(signerInfo, type), 0), 0);
  const head = childOf(first, 0);
  const algorithm = head instanceof asn1js.Sequence ? childOf(head, 0) : undefined;
  const hash = algorithm === undefined ? head : childOf(first, 1);
  if (!(hash instanceof asn1js.OctetString))
    throw new TimestampFault('malformed', 'no certificate is named');
  const named =
    algorithm instanceof asn1js.ObjectIdentifier ? digestNames[algorithm.getValue()] : undefined;
  const name = isOlder ? 'SHA-1' : algorithm === undefined ? 'SHA-256' : named;
  if (name === undefined)
    throw new TimestampFault('untrusted', 'the hash of the certificate is not accepted');
  return { algorithm: name, hash: hash.valueBlock.valueHexView };
}

function childOf(node: unknown, at: number): unknown {
  return node instanceof asn1js.Sequence ? node.valueBlock.value[at] : undefined;
}

function valuesOf({ signedAttrs }: pkijs.SignerInfo, type: string): readonly unknown[] {
  const attributes = signedAttrs?.attributes ?? [];
  return attributes.filter((one) => one.type === type).flatMap((one): unknown[] => one.values);
}

function onlyValue(signerInfo: pkijs.SignerInfo, type: string): unknown {
  const [value, ...others] = valuesOf(signerInfo, type);
  if (value === undefined || others.length > 0) {
    throw new TimestampFault('malformed', `the signed attribute ${type} is not there once`);
  }
  return value;
}

/** The certificates were valid when the time stamp was made; that they have expired since takes nothing from it. */
async function checkChain(
  { signed, info }: Timestamp,
  signer: pkijs.Certificate,
  trusted: readonly pkijs.Certificate[],
): Promise<void> {
  const sent = (signed.certificates ?? []).filter((one) => one instanceof pkijs.Certificate);
  const engine = new pkijs.CertificateChainValidationEngine({
    trustedCerts: [...trusted],
    // The engine takes the last one for the one in question.
    certs: [...sent.filter((one) => one !== signer), signer],
    checkDate: info.genTime,
  });
  const result = await engine
    .verify({ passedWhenNotRevValues: true })
    .catch(() => ({ result: false }));
  if (trusted.length > 0 && result.result) return;
  throw new TimestampFault(
    'untrusted',
    `no trusted authority vouches for ${nameOf(signer)} at the time of the time stamp`,
  );
}

function nameOf(certificate: pkijs.Certificate): string {
  const parts = certificate.subject.typesAndValues;
  const part = parts.find(({ type }) => type === oid.commonName) ?? parts[0];
  const value: unknown = part?.value.valueBlock.value;
  return typeof value === 'string' && value !== '' ? value : 'an authority without a name';
}

const pemBlock = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

function parseCertificates(pem: string): pkijs.Certificate[] {
  const certificates = [...pem.matchAll(pemBlock)].map(([, body = '']) => {
    try {
      return pkijs.Certificate.fromBER(decodeBase64(body.replace(/\s+/g, '')));
    } catch {
      throw new AuditFormatError('bad_base64', 'a certificate in the PEM cannot be read');
    }
  });
  if (certificates.length > 0) return certificates;
  throw new AuditFormatError('bad_base64', 'there is no certificate in the PEM');
}

function digest(name: string, bytes: Uint8Array): Promise<ArrayBuffer> {
  return globalThis.crypto.subtle.digest(name, bufferOf(bytes));
}

/** Memory of its own: WebCrypto and the parser take whole buffers. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/** An INTEGER of DER is signed: a first bit that is set would make it negative. */
function positive(bytes: Uint8Array): Uint8Array {
  const number = Uint8Array.from(trimmed(bytes));
  return (number[0] ?? 0x80) < 0x80 ? number : Uint8Array.of(0, ...number);
}

function trimmed(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return bytes.subarray(first < 0 ? bytes.length : first);
}
