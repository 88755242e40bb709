// What an unanswered handoff may cost, and how that is known.
import type { Risk } from '../../core/sla-rows.ts';
import { formatMoneyShort } from '../format.ts';
import { riskName } from '../words.ts';

export const AtRisk = ({ row }: { readonly row: Risk }) =>
  row.at_risk.length === 0 ? (
    <span className="muted">–</span>
  ) : (
    <span className="stack">
      <span>{row.at_risk.map(({ amount, currency }) => formatMoneyShort(amount, currency)).join(' + ')}</span>
      <small>{riskName(row.risk_basis)}</small>
    </span>
  );
