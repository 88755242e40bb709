import { expect, test } from 'vitest';
import { readStackSettings } from './settings.ts';

const addresses = {
  REVLOOP_KAFKA_BROKERS: 'k1:9092,k2:9092',
  REVLOOP_REGISTRY_URL: 'http://registry:8081/',
  REVLOOP_CLICKHOUSE_URL: 'http://clickhouse:8123',
};

test('an empty environment gives the documented ports and lets the machine decide', () => {
  expect(readStackSettings({ REVLOOP_HOME: '/data/home' })).toMatchObject({
    provider: undefined,
    home: '/data/home',
    jars: '/data/home/jars',
    ports: { kafka: 9092, registry: 8081, clickhouse: 8123 },
    external: undefined,
  });
});

test('three addresses describe an external stack, fewer do not', () => {
  expect(readStackSettings(addresses).external).toEqual({
    kafka: 'k1:9092,k2:9092',
    registryUrl: 'http://registry:8081',
    clickhouseUrl: 'http://clickhouse:8123',
  });
  expect(readStackSettings({ ...addresses, REVLOOP_REGISTRY_URL: '' }).external).toBeUndefined();
});

test('an external stack that was asked for needs every address', () => {
  expect(() => readStackSettings({ REVLOOP_STACK: 'external', REVLOOP_KAFKA_BROKERS: 'k1:9092' })).toThrow(
    'REVLOOP_STACK=external needs REVLOOP_REGISTRY_URL, REVLOOP_CLICKHOUSE_URL as well',
  );
});

test('every fault is told at once', () => {
  const env = {
    REVLOOP_STACK: 'cloud',
    REVLOOP_KAFKA_PORT: 'many',
    REVLOOP_REGISTRY_PORT: '1',
    REVLOOP_CLICKHOUSE_PORT: '1',
  };
  for (const fault of [
    /REVLOOP_STACK must be one of/,
    /REVLOOP_KAFKA_PORT must be a whole number/,
    /must differ/,
  ])
    expect(() => readStackSettings(env)).toThrow(fault);
});
