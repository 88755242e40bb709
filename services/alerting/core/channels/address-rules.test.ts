import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostOf, readAllowedHosts, refusalOf, urlFault } from './address-rules.ts';
import { isIn, readAddress, readRange } from './ip-address.ts';

const none = readAllowedHosts([]).allowed;
const isRefused = (address: string): boolean => refusalOf(address, 'a.example', none) !== undefined;

describe('an address', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['0.0.0.0', 'unspecified'],
    ['::', 'unspecified'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['fd12:3456::1', 'private'],
    ['169.254.169.254', 'link-local'],
    ['fe80::1', 'link-local'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.100.100.200', 'carrier-grade NAT'],
    ['168.63.129.16', 'cloud metadata'],
    ['fd00:ec2::254', 'private'],
    ['192.0.0.192', 'special-purpose'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:a00:1', 'private'],
    ['0:0:0:0:0:ffff:169.254.169.254', 'link-local'],
    ['64:ff9b::169.254.169.254', 'link-local'],
    ['::127.0.0.1', 'special-purpose'],
    ['64:ff9b:1::1', 'special-purpose'],
    ['2002:7f00:1::', '6to4'],
    ['2001:0:1::1', 'special-purpose'],
    ['2001:db8::1', 'documentation'],
    ['fe80::1%eth0', 'unreadable'],
    ['127.1', 'unreadable'],
    ['', 'unreadable'],
  ])('%s is refused as %s', (address, kind) => {
    expect(refusalOf(address, 'a.example', none)).toBe(
      `a.example is at a ${kind} address (${address}); REVLOOP_ALERT_ALLOWED_HOSTS can allow it`,
    );
  });

  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '169.253.255.255',
    '192.167.255.255',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450:4001:830::200e',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101',
  ])('%s is the internet', (address) => {
    expect(refusalOf(address, 'a.example', none)).toBeUndefined();
  });

  test('is refused or not however it is written', () => {
    const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, (numbers) => {
        const long = numbers.map((one) => one.toString(16).padStart(4, '0')).join(':');
        const short = new URL(`http://[${long}]`).hostname.slice(1, -1);
        expect(readAddress(short)).toBe(readAddress(long));
        expect(isRefused(short)).toBe(isRefused(long));
      }),
    );
  });
});

test("ranges contain what Node's own lists say they contain", () => {
  const ipv4 = fc.ipV4();
  const pair = fc.oneof(
    fc.tuple(ipv4, ipv4, fc.integer({ min: 0, max: 32 })),
    fc.tuple(fc.ipV6(), fc.ipV6(), fc.integer({ min: 0, max: 128 })),
  );
  fc.assert(
    fc.property(pair, fc.boolean(), ([base, other, bits], same) => {
      const family = isIPv6(base) ? 'ipv6' : 'ipv4';
      const list = new BlockList();
      list.addSubnet(base, bits, family);
      const range = readRange(`${base}/${bits}`);
      const address = readAddress(same ? base : other);
      expect(range && address !== undefined && isIn(address, range)).toBe(
        list.check(same ? base : other, family),
      );
    }),
    { numRuns: 2_000 },
  );
});

describe('the operator can allow', () => {
  const { allowed, faults } = readAllowedHosts([
    'Alertmanager',
    'hooks.internal.example',
    '10.0.0.0/8',
    '192.168.1.5',
    '[fd00::5]',
    'fd01::/16',
  ]);

  test('a host by name, wherever it is', () => {
    expect(faults).toEqual([]);
    expect(refusalOf('127.0.0.1', 'alertmanager', allowed)).toBeUndefined();
    expect(refusalOf('169.254.169.254', 'HOOKS.internal.example.', allowed)).toBeUndefined();
    expect(refusalOf('127.0.0.1', 'evil.hooks.internal.example', allowed)).toContain('loopback');
  });

  test('an address or a range, whatever its name', () => {
    for (const address of ['10.9.8.7', '192.168.1.5', 'fd00::5', 'fd01::1', '::ffff:10.9.8.7'])
      expect(refusalOf(address, 'a.example', allowed)).toBeUndefined();
    for (const address of ['192.168.1.6', 'fd00::6', '172.16.0.1'])
      expect(refusalOf(address, 'a.example', allowed)).toContain('private');
  });

  test('nothing by what is no host', () => {
    const bad = ['host:9093', 'http://host', '10.0.0.0/33', 'fd00::/129', '10.0.0', '*.example', ''];
    expect(readAllowedHosts(bad).faults).toHaveLength(bad.length);
  });
});

test('only http and https URLs are sent to, and the fault does not repeat what may be secret', () => {
  expect(urlFault('https://hooks.example/T0/secret')).toBeUndefined();
  expect(urlFault('http://10.0.0.1:9093')).toBeUndefined();
  for (const url of [
    'file:///etc/passwd',
    'gopher://x/secret',
    'ftp://secret@x',
    'secret',
    'javascript:secret',
  ]) {
    expect(urlFault(url)).toBeDefined();
    expect(urlFault(url)).not.toContain('secret');
  }
});

test('a host is the address it stands for, in every form URLs have for one', () => {
  for (const url of [
    'http://2130706433',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://127.1',
    'http://127.0.0.1.',
  ])
    expect(hostOf(new URL(url))).toBe('127.0.0.1');
  expect(hostOf(new URL('http://[::ffff:127.0.0.1]:80'))).toBe('::ffff:7f00:1');
  expect(isRefused(hostOf(new URL('http://[::ffff:127.0.0.1]:80')))).toBe(true);
});
