// `revloop audit`: what became of every message the sink has consumed.
import pc from 'picocolors';
import { readSinkUrl } from '../config.ts';
import { auditRows, holds, verdict } from '../core/audit/audit.ts';
import { exitCodes, type ExitCode } from '@revloop/infra/runtime/exit-codes.ts';
import { askAudit } from '../http/ask-audit.ts';
import { print } from '@revloop/infra/runtime/say.ts';
import { table } from '../output/table.ts';

export interface AuditOptions {
  readonly json?: true;
}

/** Exit code 1 where a message is missing or stored twice; throws `sink_unavailable` where the sink is away. */
export const runAudit = async ({ json }: AuditOptions): Promise<ExitCode> => {
  const audit = await askAudit(readSinkUrl(process.env));
  const ok = holds(audit);
  if (json) await print(`${JSON.stringify(audit)}\n`);
  else
    await print(`${table(auditRows(audit))}\n  ${ok ? pc.green(verdict(audit)) : pc.red(verdict(audit))}\n`);
  return ok ? exitCodes.ok : exitCodes.problems;
};
