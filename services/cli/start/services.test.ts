import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@revloop/infra/runtime/config.ts';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { nodeEnvironment, nodeFlags, serviceNames } from './services.ts';

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');
const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, { environment: Readonly<Record<string, string | number>> }>>;
};

test.each(serviceNames)(
  'a container starts %s with the flags and memory settings `revloop start` gives it',
  (name) => {
    const { NODE_FLAGS = '', ...environment } = services[name]?.environment ?? {};
    // The image gives every Node the flag about warnings.
    const [, warnings] = /NODE_OPTIONS=(\S+)/.exec(read('infra/Dockerfile')) ?? [];
    expect([warnings, ...String(NODE_FLAGS).split(' ').filter(Boolean)]).toEqual(nodeFlags(name));
    const malloc = Object.entries(environment).filter(([key]) => key.startsWith('MALLOC_'));
    expect(Object.fromEntries(malloc.map(([key, value]) => [key, String(value)]))).toEqual(
      nodeEnvironment(name),
    );
  },
);
