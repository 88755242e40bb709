// kafkajs 2.2.4 looks at each connection's queue of waiting requests every millisecond, whether or not any waits: a timer that sets itself again (with a time in the past, of which Node 24
// warns). Measured: 3 % of a core and a megabyte of garbage a second in a process at rest. From here on it looks where something waits; a request that comes looks by itself.
import { createRequire } from 'node:module';

/** kafkajs's queue of one connection, as much of it as is used here. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

const require = createRequire(import.meta.url);
const { prototype } = require('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueue };
const { scheduleCheckPendingRequests: schedule } = prototype;

/** Lets the queues of all kafkajs clients of this process rest. */
export const quietQueues = (): void => {
  prototype.scheduleCheckPendingRequests = function (): void {
    if (this.pending.length > 0) schedule.call(this);
  };
};
