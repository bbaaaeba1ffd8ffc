const word = /^(?:[a-z][a-z0-9_.:/+-]{0,63}|[A-Z][A-Z_]{0,39}|[A-Z][a-z]{1,39})$/;
// Numbers of that length, and addresses.
const other = /\d{9}|\/\//;
const providersId = /^[A-Za-z]+[_-][A-Za-z0-9_-]{1,200}$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// A number that stands by itself in an id is not what a provider makes.
const loneNumber = /(?:^|[_-])\d{6,}(?:[_-]|$)/;
const identifier = /^[A-Za-z_$](?:[A-Za-z_$.-]|\d{1,3}(?!\d)){0,39}$/;

/** What stands where a format has enumerations, names of models and identifiers that a provider makes: it says nothing. */
export function isOrdinaryWord(text: string): boolean {
  return (word.test(text) && !other.test(text)) || isProvidersId(text);
}

/** An identifier as providers make them, such as `call_8fKq…`. */
function isProvidersId(text: string): boolean {
  return uuid.test(text) || (providersId.test(text) && !loneNumber.test(text));
}

/** What programs call members; it names nobody. */
export function isOrdinaryName(name: string): boolean {
  return identifier.test(name);
}
