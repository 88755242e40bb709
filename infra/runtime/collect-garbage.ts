// What a burst of work has left behind is given back at once: V8 comes to it when as much again has been allocated, which in a process at rest is never.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Stops the process for about a millisecond for each megabyte that it holds: after work that took longer than that, and was once. */
export const collectGarbage = (): void => collect();
