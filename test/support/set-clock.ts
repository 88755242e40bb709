// Loaded before a service that a test starts (node --import): its clock is what the test wrote into a file, running on from there. Services
// know nothing of it; timers keep their real lengths.
import { readFileSync } from 'node:fs';

const path = process.env['TEST_CLOCK_FILE'] ?? '';
const read_again_ms = 5;

const RealDate = Date;
let offset_ms = 0;
let read_at = -Infinity;

const now = (): number => {
  const at = performance.now();
  if (at - read_at > read_again_ms) {
    offset_ms = Number(readFileSync(path, 'utf8'));
    read_at = at;
  }
  return RealDate.now() + offset_ms;
};

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: [], newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [now()], newTarget) as object,
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
});
