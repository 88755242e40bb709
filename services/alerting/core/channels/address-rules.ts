// Where alerts may be sent: a URL that somebody typed must not reach what only this machine reaches (SSRF).
import { embeddedIpv4, isIn, readAddress, readRange, type AddressRange } from './ip-address.ts';

const range = (text: string): AddressRange => {
  const read = readRange(text);
  if (!read) throw new Error(`not a range: ${text}`);
  return read;
};

/** IPv4 that is not the internet's (https://www.iana.org/assignments/iana-ipv4-special-registry), and the public address of one cloud's metadata. */
const refused_ipv4 = (
  [
    ['0.0.0.0/8', 'unspecified'],
    ['10.0.0.0/8', 'private'],
    ['100.64.0.0/10', 'carrier-grade NAT'],
    ['127.0.0.0/8', 'loopback'],
    ['168.63.129.16/32', 'cloud metadata'],
    ['169.254.0.0/16', 'link-local'],
    ['172.16.0.0/12', 'private'],
    ['192.0.0.0/24', 'special-purpose'],
    ['192.0.2.0/24', 'documentation'],
    ['192.88.99.0/24', 'special-purpose'],
    ['192.168.0.0/16', 'private'],
    ['198.18.0.0/15', 'benchmarking'],
    ['198.51.100.0/24', 'documentation'],
    ['203.0.113.0/24', 'documentation'],
    ['224.0.0.0/4', 'multicast'],
    ['240.0.0.0/4', 'reserved'],
  ] as const
).map(([text, why]) => ({ range: range(text), why }));

const refused_ipv6 = (
  [
    ['::/128', 'unspecified'],
    ['::1/128', 'loopback'],
    ['fc00::/7', 'private'],
    ['fe80::/10', 'link-local'],
    ['ff00::/8', 'multicast'],
    ['2001::/23', 'special-purpose'],
    ['2001:db8::/32', 'documentation'],
    ['2002::/16', '6to4'],
    ['3fff::/20', 'documentation'],
  ] as const
).map(([text, why]) => ({ range: range(text), why }));

const ipv4 = range('0.0.0.0/0');
/** Global unicast: of IPv6, what is not in here is not the internet. */
const global_ipv6 = range('2000::/3');
/** How an IPv6-only network reaches IPv4: the address behind it counts. */
const nat64 = range('64:ff9b::/96');

/** Hosts and ranges that the operator has allowed, whatever they are. */
export interface AllowedHosts {
  readonly names: ReadonlySet<string>;
  readonly ranges: readonly AddressRange[];
}

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

/** Reads names, addresses and CIDR ranges; what is none of them is a fault. */
export const readAllowedHosts = (
  list: readonly string[],
): { readonly allowed: AllowedHosts; readonly faults: readonly string[] } => {
  const names = new Set<string>();
  const ranges: AddressRange[] = [];
  const faults: string[] = [];
  for (const entry of list) {
    const host = bare(entry);
    const read = readRange(host);
    if (read) ranges.push(read);
    else if (/^(?=.*[a-z_-])[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/.test(host)) names.add(host);
    else faults.push(`"${entry}" is neither a host name nor an address nor a range like 10.0.0.0/8`);
  }
  return { allowed: { names, ranges }, faults };
};

/** What is wrong with a URL to send to, before anything is resolved; none where nothing is. A URL may hold a secret and is not repeated. */
export const urlFault = (url: string): string | undefined => {
  const parsed = URL.parse(url);
  if (!parsed) return 'not a URL';
  return parsed.protocol === 'http:' || parsed.protocol === 'https:'
    ? undefined
    : `only http and https URLs are sent to, not ${parsed.protocol}`;
};

/** The host of a URL as the rules and the resolver know it: without brackets. */
export const hostOf = (url: URL): string => bare(url.hostname);

const kindOf = (address: bigint): string | undefined => {
  if (isIn(address, ipv4)) return refused_ipv4.find(({ range }) => isIn(address, range))?.why;
  if (isIn(address, nat64)) return kindOf(embeddedIpv4(address));
  const refused = refused_ipv6.find(({ range }) => isIn(address, range));
  return refused?.why ?? (isIn(address, global_ipv6) ? undefined : 'special-purpose');
};

/** Why an address that `host` resolved to is not connected to; none where it is the internet's, or the operator has allowed it or its host. */
export const refusalOf = (
  address_text: string,
  host: string,
  { names, ranges }: AllowedHosts,
): string | undefined => {
  const address = readAddress(address_text);
  if (names.has(bare(host)) || (address !== undefined && ranges.some((range) => isIn(address, range))))
    return undefined;
  const kind = address === undefined ? 'unreadable' : kindOf(address);
  return kind === undefined
    ? undefined
    : `${host} is at a ${kind} address (${address_text}); REVLOOP_ALERT_ALLOWED_HOSTS can allow it`;
};
