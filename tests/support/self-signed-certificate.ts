import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

// Just enough DER (X.690) for one certificate (RFC 5280) with an Ed25519 key (RFC 8410).
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), body]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const text = (value: string) => der(0x0c, Buffer.from(value));
const time = (at: Date) =>
  der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));
const commonName = Buffer.from([0x06, 0x03, 0x55, 0x04, 0x03]);
const subjectAltName = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x11]);
const ed25519 = sequence(Buffer.from([0x06, 0x03, 0x2b, 0x65, 0x70]));

/** A certificate for `localhost`, valid for an hour, and its key; both PEM. */
export function selfSignedCertificate(): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const name = sequence(der(0x31, sequence(commonName, text('localhost'))));
  const hour = 3_600_000;
  const validity = sequence(time(new Date(Date.now() - hour)), time(new Date(Date.now() + hour)));
  const names = sequence(der(0x82, Buffer.from('localhost')));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    ed25519,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(subjectAltName, der(0x04, names)))),
  );
  const signature = der(0x03, Buffer.from([0]), sign(null, toBeSigned, privateKey));
  const base64 = sequence(toBeSigned, ed25519, signature).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}
