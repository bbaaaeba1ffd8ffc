import { describe, expect, test } from 'vitest';
import { type AddressClass, classifyAddress } from './address-class.ts';

const table: Readonly<Record<AddressClass, readonly string[]>> = {
  public: ['1.1.1.1', '93.184.216.34', '104.18.6.192', '2606:4700::6812:6c0', '::ffff:1.1.1.1'],
  private: [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    'fc00::1',
    'fd12:3456::1',
    '::ffff:10.0.0.1',
    // Translators of addresses on the internet: an operator may open them, nothing else does.
    '64:ff9b::101:101',
    '2002:101:101::1',
  ],
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1'],
  never: [
    '0.0.0.0',
    '0.1.2.3',
    '169.254.169.254',
    '169.254.170.2',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '192.88.99.1',
    '198.18.0.1',
    '2001:2::1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::7f00:1',
    '::a9fe:a9fe',
    '::ffff:169.254.169.254',
    '::ffff:0:a9fe:a9fe',
    '::ffff:0:7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::a00:1',
    '64:ff9b:1::a9fe:a9fe',
    '64:ff9b:1:a9fe:a9:fe00::',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:a9fe:a9fe::1',
    '2606:4700::5efe:a00:1',
    '2606:4700::200:5efe:a9fe:a9fe',
    '2001:db8::1',
    '3fff::1',
    '5f00::1',
    '100::1',
    '100:0:0:1::1',
    '4000::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
    'fd00:c1::a9fe:a9fe',
    'fd00:42::42',
    'fd00:100::100:200',
    'fd00:a9fe:a9fe::1',
    'localhost',
    '',
  ],
};

describe('the class of an address', () => {
  for (const [expected, addresses] of Object.entries(table)) {
    test.each(addresses)(`%j is ${expected}`, (address) => {
      expect(classifyAddress(address)).toBe(expected);
    });
  }
});
