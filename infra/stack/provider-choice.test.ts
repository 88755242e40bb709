import { expect, test } from 'vitest';
import type { MachineFacts } from './machine.ts';
import { javaVersionIn } from './machine.ts';
import { chooseProvider, embeddedFaults, type Wish } from './provider-choice.ts';

const good: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  glibc: true,
  library: true,
  java: '17.0.15',
  maven: true,
  jars: false,
  disk_mb_free: 50_000,
  docker: false,
};
const mac: MachineFacts = { ...good, platform: 'darwin', arch: 'arm64', glibc: false, library: false };
const noWish: Wish = { asked: undefined, addressesGiven: false };

test('a machine that has all it needs runs the embedded stack', () => {
  expect(chooseProvider(noWish, good)).toMatchObject({ provider: 'embedded' });
});

test('given addresses make it external, whatever the machine has, unless another provider is asked for', () => {
  expect(chooseProvider({ asked: undefined, addressesGiven: true }, mac)).toMatchObject({
    provider: 'external',
  });
  expect(chooseProvider({ asked: 'embedded', addressesGiven: true }, good)).toMatchObject({
    provider: 'embedded',
  });
});

test('where the platform, Java or Maven do not serve, a Docker engine does, and the reason is told', () => {
  for (const lacking of [
    mac,
    { ...good, java: undefined },
    { ...good, java: '11.0.2' },
    { ...good, maven: false },
  ]) {
    const choice = chooseProvider(noWish, { ...lacking, docker: true });
    expect(choice).toMatchObject({ provider: 'docker', why: embeddedFaults(lacking).join('; ') });
  }
});

test('where nothing serves, every reason is told with what to do', () => {
  const choice = chooseProvider(noWish, { ...good, java: undefined, maven: false, disk_mb_free: 10 });
  expect(choice).toEqual({
    provider: undefined,
    faults: [
      expect.stringMatching(/no Java.+install/),
      expect.stringMatching(/no Maven.+install/),
      expect.stringMatching(/10 MB of disk.+make room/),
    ],
  });
});

test('Docker that was asked for and does not answer is a fault, not a reason for something else', () => {
  expect(chooseProvider({ asked: 'docker', addressesGiven: false }, good)).toMatchObject({
    provider: undefined,
  });
});

test('fetched jars make Maven unnecessary', () => {
  expect(embeddedFaults({ ...good, maven: false, jars: true })).toEqual([]);
});

test.for([
  ['openjdk version "17.0.15" 2025-04-15', '17.0.15'],
  ['openjdk version "21" 2023-09-19', '21'],
  ['java version "1.8.0_402"', '1.8.0_402'],
  ['openjdk version "25-ea" 2025-09-16', '25'],
] as const)('reads the version of Java from %s', ([text, version]) => {
  expect(javaVersionIn(text)).toBe(version);
});

test('knows that Java 1.8 is older than 17', () => {
  expect(embeddedFaults({ ...good, java: '1.8.0_402' })).toEqual([expect.stringContaining('too old')]);
});
