// IP addresses as numbers: IPv6 as its 128 bits, IPv4 as the IPv6 address it is mapped to, so that one range check covers both.

export interface AddressRange {
  readonly first: bigint;
  /** How many leading bits count, of 128. */
  readonly bits: number;
}

const mapped = 0xffffn << 32n;

const readIpv4 = (text: string): bigint | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((number, part) => (number << 8n) | BigInt(part), 0n);
};

/** Groups of one side of `::`; an IPv4 address may be the last one. */
const readGroups = (text: string): readonly bigint[] | undefined => {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const ipv4 = index === parts.length - 1 ? readIpv4(part) : undefined;
    if (ipv4 !== undefined) groups.push(ipv4 >> 16n, ipv4 & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
};

const readIpv6 = (text: string): bigint | undefined => {
  const [head = '', tail, ...more] = text.split('::');
  const left = readGroups(head);
  const right = readGroups(tail ?? '');
  if (!left || !right || more.length > 0) return undefined;
  // An IPv4 address stands at the end alone.
  if (tail !== undefined && head.includes('.')) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const zeros = Array.from({ length: missing }, () => 0n);
  return [...left, ...zeros, ...right].reduce((number, group) => (number << 16n) | group, 0n);
};

/** An address without brackets or zone; none where the text is not one. */
export const readAddress = (text: string): bigint | undefined => {
  if (text.includes(':')) return readIpv6(text);
  const ipv4 = readIpv4(text);
  return ipv4 === undefined ? undefined : mapped | ipv4;
};

/** An address, or a range as address/bits; none where the text is neither. */
export const readRange = (text: string): AddressRange | undefined => {
  const [address_text = '', bits_text, ...more] = text.split('/');
  const address = readAddress(address_text);
  const width = address_text.includes(':') ? 128 : 32;
  const bits = bits_text === undefined ? width : /^\d{1,3}$/.test(bits_text) ? Number(bits_text) : NaN;
  if (address === undefined || more.length > 0 || !(bits <= width)) return undefined;
  return { first: address, bits: bits + (128 - width) };
};

export const isIn = (address: bigint, { first, bits }: AddressRange): boolean =>
  (address ^ first) >> BigInt(128 - bits) === 0n;

/** The IPv4 address in the last 32 bits, mapped. */
export const embeddedIpv4 = (address: bigint): bigint => mapped | (address & 0xffffffffn);
