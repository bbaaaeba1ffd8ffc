const keptOfLong = 4;
const keptOfShort = 2;
const longFrom = 9;
const shortFrom = 6;

/** A value with most of it starred out: enough is left for a reader to tell one from another, never enough to use it. */
export function maskValue(type: string, value: string): string {
  switch (type) {
    case 'EMAIL':
      return maskEmail(value);
    case 'PERSON':
    case 'LOCATION':
    case 'ORGANIZATION':
    case 'STREET_ADDRESS':
      return keepInitials(value);
    case 'DATE':
    case 'DATE_OF_BIRTH':
      return keepYear(value);
    case 'IP_ADDRESS':
      return keepNetwork(value);
    case 'URL':
      return keepHost(value);
    case 'SECRET':
    case 'AGE':
      return '*'.repeat(8);
    default:
      return keepEnd(value);
  }
}

function star(text: string): string {
  return text.replace(/[\p{L}\p{N}]/gu, '*');
}

function maskEmail(value: string): string {
  const at = value.lastIndexOf('@');
  if (at < 1) return star(value);
  const first = /^[A-Za-z0-9]/.test(value) ? value.charAt(0) : '';
  return `${first}***${value.slice(at)}`;
}

function keepInitials(value: string): string {
  return value.replace(
    /(\p{L})([\p{L}\p{M}\p{N}'’]*)|\p{N}+/gu,
    (word: string, initial: string | undefined) =>
      initial === undefined ? star(word) : initial + '*'.repeat(Math.max(1, word.length - 1)),
  );
}

function keepYear(value: string): string {
  return value.replace(/\d{4,}|[\p{L}\p{N}]/gu, (run) => (run.length === 4 ? run : star(run)));
}

function keepNetwork(value: string): string {
  const octets = /^(\d+\.\d+)\.\d+\.\d+$/.exec(value);
  return octets ? `${octets[1]}.*.*` : star(value);
}

function keepHost(value: string): string {
  const host = /^([a-z]+:\/\/)?(?:[^/?#@\s]*@)?([^/?#\s]+)/i.exec(value);
  return host ? `${host[1] ?? ''}${host[2]}/***` : star(value);
}

function keepEnd(value: string): string {
  const total = value.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const kept = total >= longFrom ? keptOfLong : total >= shortFrom ? keptOfShort : 0;
  let left = total - kept;
  return value.replace(/[\p{L}\p{N}]/gu, (sign) => {
    left -= 1;
    return left >= 0 ? '*' : sign;
  });
}
