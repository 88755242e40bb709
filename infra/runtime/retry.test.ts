import { expect, test } from 'vitest';
import { SurroundingsError } from './errors.ts';
import { createLog } from './log.ts';
import { retry } from './retry.ts';

const log = createLog('test');
log.level = 'silent';
const quick = { pause_ms_min: 1, pause_ms_max: 2 };

/** Fails `times` times, then says how often it was asked. */
const failing = (
  times: number,
  error: () => Error,
): { asked: () => number; attempt: () => Promise<number> } => {
  let asked = 0;
  const attempt = (): Promise<number> => {
    asked += 1;
    return asked <= times ? Promise.reject(error()) : Promise.resolve(asked);
  };
  return { asked: () => asked, attempt };
};
const away = (retriable: boolean) => (): Error => new SurroundingsError('away', 'it is away', { retriable });

test('what heals is tried again, and each further attempt is told', async () => {
  let told = 0;
  const { attempt } = failing(3, away(true));
  expect(await retry('it', attempt, log, { ...quick, onRetry: () => (told += 1) })).toBe(4);
  expect(told).toBe(3);
});

test('what trying again does not heal ends at once', async () => {
  const { attempt, asked } = failing(3, away(false));
  await expect(retry('it', attempt, log, quick)).rejects.toMatchObject({ code: 'away' });
  expect(asked()).toBe(1);
});

test('the time limit ends it with the last error', async () => {
  const { attempt, asked } = failing(Infinity, away(true));
  await expect(retry('it', attempt, log, { ...quick, total_ms_max: 30 })).rejects.toMatchObject({
    code: 'away',
  });
  expect(asked()).toBeGreaterThan(1);
});

test('pauses grow to their limit', async () => {
  const { attempt } = failing(5, away(true));
  const pauses: number[] = [];
  const listening = log.child({});
  listening.warn = ({ pause_ms }: { pause_ms: number }) => void pauses.push(pause_ms);
  await retry('it', attempt, listening, { pause_ms_min: 1, pause_ms_max: 4 });
  expect(pauses).toEqual([1, 2, 4, 4, 4]);
});
