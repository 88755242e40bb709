// `revloop status`: asks every service and every part of the stack how it is, and says where the page is.
import pc from 'picocolors';
import { readStatusSettings } from '../config.ts';
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { askClickhouse, askKafka, askRegistry, askService, type PartState } from '../http/ask-part.ts';
import { print } from '@revloop/infra/runtime/say.ts';

export interface StatusOptions {
  readonly json?: true;
}

/** Prints the state of every part. Exit code 1 where one is down or not ready. */
export const runStatus = async ({ json }: StatusOptions): Promise<ExitCode> => {
  const { services, kafka, registry, clickhouse } = readStatusSettings(process.env);
  const parts = await Promise.all([
    askKafka(kafka),
    askRegistry(registry),
    askClickhouse(clickhouse),
    ...Object.entries(services).map(([name, url]) => askService(name, url)),
  ]);
  const page = services['console'] ?? '';
  const ok = parts.every((part) => part.ok);
  await print(json ? `${JSON.stringify({ ok, page, parts })}\n` : readable(parts, page));
  return ok ? exitCodes.ok : exitCodes.problems;
};

const readable = (parts: readonly PartState[], page: string): string => {
  const width = Math.max(...parts.map(({ name }) => name.length));
  const lines = parts.map(({ name, ok, address, reason }) => {
    const state = ok ? pc.green('ok  ') : pc.red('down');
    return `  ${name.padEnd(width)}  ${state}  ${address}${reason ? `  ${reason}` : ''}\n`;
  });
  const up = parts.find(({ name }) => name === 'console')?.ok;
  return lines.join('') + (up ? `\n  page: ${page}\n` : '\n  no page: start everything with npm start\n');
};
