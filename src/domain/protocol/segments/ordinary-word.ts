const word = /^(?:[a-z][a-z0-9_.:/+-]{0,63}|[A-Z][A-Z_]{0,39}|[A-Z][a-z]{1,39})$/;
// Numbers of that length, and addresses.
const other = /\d{9}|\/\//;
const providersId = /^[A-Za-z]+[_-][A-Za-z0-9_-]{1,200}$/;
const uuid = /^(?:[A-Za-z]+[_-])*[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// A number that stands by itself in an id is not what a provider makes.
const loneNumber = /(?:^|[_-])\d{6,}(?:[_-]|$)/;
const identifier = /^[A-Za-z_$](?:[A-Za-z_$.-]|\d{1,3}(?!\d)){0,39}$/;

// Days in the names of models and tools.
const day = /(?<!\d)20\d\d-?[01]\d-?[0-3]\d(?!\d)/g;
// Digits as they stand in cards, phones and numbers of people, with or without what parts their groups.
const number = /\d(?:[-_.:/+]{0,2}\d){8}/;
// Numbers of people that begin and end with letters.
const lettered = /(?:^|[-_.:/+])[a-z]{1,5}\d{4,9}[a-z]?(?:$|[-_.:/+])/i;
const letteredLengthMin = 8;

/** What stands where a format has enumerations, names of models and identifiers that a provider makes: it says nothing. */
export function isOrdinaryWord(text: string): boolean {
  if (uuid.test(text)) return true;
  const looksOrdinary =
    (word.test(text) && !other.test(text)) || (providersId.test(text) && !loneNumber.test(text));
  return looksOrdinary && !holdsNumber(text);
}

/** What programs call members; it names nobody. */
export function isOrdinaryName(name: string): boolean {
  return identifier.test(name) && !holdsNumber(name);
}

/** Whether a word has digits in it as numbers of cards, phones and people have: then a detector has to tell. */
export function holdsNumber(text: string): boolean {
  if (!/\d.*\d.*\d.*\d/.test(text)) return false;
  const rest = text.replace(day, '');
  if (number.test(rest)) return true;
  const piece = lettered.exec(rest)?.[0] ?? '';
  return piece.length >= letteredLengthMin;
}
