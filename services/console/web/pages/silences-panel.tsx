// What is not to be told for a while, and why.
import type { Silence } from '../../core/silences.ts';
import { formatTime, plural } from '../format.ts';
import { DataTable } from '../parts/data-table.tsx';
import { FilePanel } from '../parts/file-panel.tsx';

export const SilencesPanel = () => (
  <FilePanel<readonly Silence[]>
    title="Silences"
    name="silences"
    unnamed={
      <p>
        Set <code>REVLOOP_SLA_DIRECTORY</code> for the console as for alerting, and the silences of that file
        are shown here.
      </p>
    }
    content={(silences) => (
      <>
        <p className="summary">{silencesSaid(silences)}</p>
        {silences.length > 0 && <SilenceTable silences={silences} />}
      </>
    )}
  />
);

const silencesSaid = (silences: readonly Silence[]): string => {
  const active = silences.filter(({ state }) => state === 'active').length;
  return `${active === 0 ? 'Nothing is silent' : `${plural(active, 'silence')} in force`}. To begin or end one, change the list silences of the directory file: alerting reads it anew when it changes, and goes on with the former one while there is a fault in it; what is still true at the end of a silence is told then.`;
};

const SilenceTable = ({ silences }: { readonly silences: readonly Silence[] }) => (
  <DataTable
    cards
    caption="Silences"
    rows={silences}
    rowKey={(one) => JSON.stringify(one)}
    rowClass={(one) => (one.state === 'over' ? 'muted-row' : undefined)}
    columns={[
      { label: 'State', head: true, cell: (one) => (one.state === 'active' ? '● active' : 'over') },
      { label: 'What is silent', cell: (one) => matchSaid(one.match) },
      { label: 'Until (UTC)', cell: (one) => formatTime(one.until) },
      { label: 'Reason', cell: (one) => one.reason },
      { label: 'By', cell: (one) => one.by },
    ]}
  />
);

const matchSaid = (match: Silence['match']): string =>
  Object.entries(match)
    .map(([field, values]) => `${field} ${values.join(' or ')}`)
    .join(', ');
