// What a process has used so far, from /proc: CPU time of all its threads, those that ended included, and its largest resident size.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own clock. */
const ticks_per_s = 100;

const ticksIn = (stat: string): number => {
  // The name in brackets may hold spaces: fields are counted behind it. utime and stime are the 14th and 15th of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
};

/** CPU seconds, user and system, of a process. */
export const cpuSeconds = (pid: number): number =>
  ticksIn(readFileSync(`/proc/${pid}/stat`, 'utf8')) / ticks_per_s;

/** CPU seconds of a process's first thread alone: in ClickHouse's process that is the shield in front of it. */
export const firstThreadCpuSeconds = (pid: number): number =>
  ticksIn(readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')) / ticks_per_s;

const statusKb = (pid: number, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** Resident megabytes now. */
export const rssMb = (pid: number): number => Math.round(statusKb(pid, 'VmRSS') / 1_024);

/** Largest resident megabytes since the start, or since `forgetPeak`. */
export const peakRssMb = (pid: number): number => Math.round(statusKb(pid, 'VmHWM') / 1_024);

/** Lets the peak begin anew at the present size. */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** How busy the machine is otherwise: processes that wanted to run, averaged over a minute. */
export const load1 = (): number => Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);

/** Every process started by `pid`, and by those. */
export const descendantsOf = (pid: number): readonly number[] => {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
};
