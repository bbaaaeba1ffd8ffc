import { describe, expect, test } from 'vitest';
import { compilePlan } from '../../scan/plan.ts';
import { scanText } from '../../scan/scan-text.ts';
import { streetAddressDetectors } from './street-address.ts';

const plan = compilePlan({
  packs: [{ id: 'core', detectors: streetAddressDetectors, phones: [] }],
});

function recognise(text: string): readonly string[] {
  return scanText(text, plan).map(({ start, end }) => text.slice(start, end));
}

describe('STREET_ADDRESS', () => {
  test.each([
    [
      'lives at 12 North Main Street, Springfield, IL 62701.',
      '12 North Main Street, Springfield, IL 62701',
    ],
    ['ship to 7 Birch Road today', '7 Birch Road'],
    ['alamat: Jalan Sudirman No. 5', 'Jalan Sudirman No. 5'],
    ['Jl. Kebon Jeruk Raya 27, Jakarta 11530', 'Jl. Kebon Jeruk Raya 27, Jakarta 11530'],
    ['at 52 Rua Augusta 100 Suite 3', '52 Rua Augusta 100 Suite 3'],
    [
      'to 92 Hoofdweg 57\n Apt. 12\n Utrecht\n Netherlands 35110',
      '92 Hoofdweg 57\n Apt. 12\n Utrecht\n Netherlands 35110',
    ],
    ['wohnt in Lindenweg 12, Kiel', 'Lindenweg 12, Kiel'],
    ['am Karl-Marx-Platz 4 vorbei', 'Karl-Marx-Platz 4'],
    ['mail to PSC 1234, Box 567, APO AE 09012.', 'PSC 1234, Box 567, APO AE 09012'],
    ['ke jl. Kenanga 8', 'jl. Kenanga 8'],
    ['at 31 Marcos Peña 7\nToledo\n45003', '31 Marcos Peña 7\nToledo\n45003'],
    ['moved to 58A Victoria Crescent. My number is', '58A Victoria Crescent'],
    ['at 87 High Street, Manchester M3 5LZ.', '87 High Street, Manchester M3 5LZ'],
    [
      'to 11 Marlborough Road, London SW4 9AB instead of 4455',
      '11 Marlborough Road, London SW4 9AB',
    ],
    ['Lindenallee 48, 84043 Freiburg im Breisgau', 'Lindenallee 48, 84043 Freiburg im Breisgau'],
    ['Calle de Serrano 61, 28006 Madrid', 'Calle de Serrano 61, 28006 Madrid'],
    ['Van Galenlaan 129, 1240 AB Utrecht', 'Van Galenlaan 129, 1240 AB Utrecht'],
    ['na ul. Kwiatowa 69/1, 51-525 Kraków', 'ul. Kwiatowa 69/1, 51-525 Kraków'],
    ['Norra Hamngatan 34, 213 92 Umeå', 'Norra Hamngatan 34, 213 92 Umeå'],
    [
      'Jalan Merpati 2 RT 11/RW 01, Kel. Tegalrejo, Kec. Jetis, Yogyakarta',
      'Jalan Merpati 2 RT 11/RW 01, Kel. Tegalrejo, Kec. Jetis, Yogyakarta',
    ],
    ['Jalan Permai 5, 55100 Kuala Lumpur. Hubungi 0161', 'Jalan Permai 5, 55100 Kuala Lumpur'],
    ['Jalan Permai 5, 55100 Kuala Lumpur\nNo. Tel: 03', 'Jalan Permai 5, 55100 Kuala Lumpur'],
    ['habite 61 boulevard Voltaire, 75011 Paris', '61 boulevard Voltaire, 75011 Paris'],
    ['of 29 Wattle Parade, Melbourne VIC 3000', '29 Wattle Parade, Melbourne VIC 3000'],
    ['Anschrift: Hauptstr. 53, D-90653 Kassel', 'Hauptstr. 53, D-90653 Kassel'],
    ['at Unit 28/145 Military Road, Mosman', '28/145 Military Road, Mosman'],
    ['when I was 89. She lives at 14 Albion Terrace', '14 Albion Terrace'],
  ])('%j holds one', (text, address) => {
    expect(recognise(text)).toEqual([address]);
  });

  test.each([
    ['there are 2 ways to place an order'],
    ['in 3 easy steps the court decides'],
    ['Dr. Smith saw 4 patients'],
    ['the suite 3 tests failed'],
    ['travelled via Rome in 2019'],
    ['unit tests: 12'],
    ['11 Pro Max 256 GB'],
    ['on our way 2 more'],
    ['Brigade 5 and Renegade 2'],
    ['flight 12 via Rome'],
    ['Via email we send 3 reminders'],
  ])('%j holds none', (text) => {
    expect(recognise(text)).toEqual([]);
  });
});
