import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { jarVersions } from './jars.ts';

const pom = readFileSync(new URL('./maven/pom.xml', import.meta.url), 'utf8');
const versionOf = (artifact: string): string | undefined =>
  new RegExp(`<artifactId>${artifact}</artifactId>\\s*<version>([^<]+)</version>`).exec(pom)?.[1];

test('the folder of the jars is named by the versions that Maven fetches', () => {
  expect(jarVersions).toEqual({
    kafka: versionOf('kafka_2.13'),
    registry: versionOf('apicurio-registry-app'),
  });
});
