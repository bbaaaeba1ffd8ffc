import type { nameTypes } from './name-features.ts';
import { nameHash } from './name-hash.ts';
import { edgeTokens, type NameTokens, tokenShape } from './name-tokens.ts';
import { wordClass } from './word-classes.ts';

type NameType = (typeof nameTypes)[number];

/** Between the name of a field and its value stand quotes, colons or the end of a tag. */
const signsMax = 4;
/** `GmbH`, but not `as`: what is an ordinary word as well counts in capitals only. */
const legalForms = hashesOf(
  'gmbh ltd limited plc llc llp inc corp pty pte sdn bhd tbk sarl srl spa bv nv oy aps kg ag ab kk',
);
const legalFormsBefore = hashesOf('pt cv ud');
const nameFields = hashesOf(
  `name names nama nom prénom prenom vorname nachname nombre apellido apellidos nome cognome naam voornaam achternaam imię nazwisko
  namn förnamn efternamn surname forename firstname lastname fullname first_name last_name full_name given_name family_name
  fullName firstName lastName holderName`,
);

function hashesOf(words: string): ReadonlySet<number> {
  return new Set(words.split(/\s+/).map(nameHash));
}

/** From which to which slot of the tokens. */
interface Slots {
  readonly first: number;
  readonly last: number;
}

/**
 * What a name is of by what stands at its edges: the model takes companies for persons whose names they bear, and rare names in
 * forms for places.
 */
export function typeByNeighbours(tokens: NameTokens, slots: Slots, tagged: NameType): NameType {
  if (tagged === 'PERSON') return isCompany(tokens, slots) ? 'ORGANIZATION' : tagged;
  if (tagged === 'LOCATION') return isPersonOfField(tokens, slots) ? 'PERSON' : tagged;
  return tagged;
}

/** `Wombat Mining Pty Ltd`, `PT Sinar Abadi`. */
function isCompany(tokens: NameTokens, { first, last }: Slots): boolean {
  if (isLegalForm(tokens, last + 1)) return true;
  if (last > first && isLegalForm(tokens, last)) return true;
  const before = tokens.shapes[first - 1] === tokenShape.upper ? first - 1 : first;
  return before < last && legalFormsBefore.has(tokens.hashes[before] ?? 0);
}

function isLegalForm({ hashes, shapes }: NameTokens, slot: number): boolean {
  return shapes[slot] !== tokenShape.lower && legalForms.has(hashes[slot] ?? 0);
}

/** `Family name: Fitzgibbon`, `"prenom":"Gaëtan"`, where no such place is known. */
function isPersonOfField(tokens: NameTokens, { first, last }: Slots): boolean {
  for (let slot = first; slot <= last; slot += 1) {
    if (((tokens.classes[slot] ?? 0) & wordClass.place) !== 0) return false;
  }
  let slot = first - 1;
  while (first - slot <= signsMax && tokens.shapes[slot] === tokenShape.sign) slot -= 1;
  const isBehindSign = slot < first - 1 && slot >= edgeTokens;
  return isBehindSign && nameFields.has(tokens.hashes[slot] ?? 0);
}
