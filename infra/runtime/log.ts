// Structured logs: one JSON object a line on stderr, service and scope in every line, secrets redacted.
import { pino, destination, type Logger } from 'pino';

export type { Logger } from 'pino';

const redact = [
  'password',
  '*.password',
  'write_key',
  '*.write_key',
  'authorization',
  'headers.authorization',
  'req.headers.authorization',
];

/** The root logger of a service; modules take `log.child({ scope })`. Level from REVLOOP_LOG_LEVEL (default info). */
export const createLog = (service: string): Logger =>
  pino(
    {
      level: process.env['REVLOOP_LOG_LEVEL'] ?? 'info',
      base: { service },
      redact,
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination({ dest: 2, sync: true }),
  );
