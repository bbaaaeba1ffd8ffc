import { corePack } from '../core/core-pack.ts';
import type { Pack as PackId } from '../entity.ts';
import type { Pack } from '../scan/detector.ts';
import { secretsPack } from '../secrets/secrets-pack.ts';
import { auPack } from './au/au-pack.ts';
import { euPack } from './eu/eu-pack.ts';
import { idPack } from './id/id-pack.ts';
import { inPack } from './in/in-pack.ts';
import { myPack } from './my/my-pack.ts';
import { sgPack } from './sg/sg-pack.ts';
import { ukPack } from './uk/uk-pack.ts';
import { usPack } from './us/us-pack.ts';

/** What is recognised of a country's own. */
const countryPacks: Readonly<Record<Exclude<PackId, 'core'>, Pack>> = {
  id: idPack,
  sg: sgPack,
  my: myPack,
  in: inPack,
  us: usPack,
  uk: ukPack,
  eu: euPack,
  au: auPack,
};

/** All there are. */
export function everyPack(): readonly Pack[] {
  return packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']);
}

/** The packs of some countries, with what is recognised everywhere: the core, which knows their telephone numbers, and secrets. */
export function packsOf(countries: readonly Exclude<PackId, 'core'>[]): readonly Pack[] {
  const packs = countries.map((country) => countryPacks[country]);
  return [corePack(packs.flatMap((pack) => pack.phones)), secretsPack, ...packs];
}
