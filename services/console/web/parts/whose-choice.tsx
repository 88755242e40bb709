// The filters by whose handoff it is and what judges it: owner, team, policy.
import type { Options } from '../../core/rows.ts';
import { Choose } from './choose.tsx';

/** '' for any. */
export interface Whose {
  readonly owner: string;
  readonly team: string;
  readonly policy: string;
}

interface Props {
  readonly whose: Whose;
  readonly options: Options;
  /** The one that was chosen; undefined for any. */
  readonly onChoose: (chosen: { readonly [name in keyof Whose]?: string | undefined }) => void;
}

const listed = (any: string, names: readonly string[]) => [
  { value: '', label: any },
  ...names.map((name) => ({ value: name, label: name })),
];

export const WhoseChoice = ({ whose, options, onChoose }: Props) => (
  <>
    <Choose
      label="Owner"
      value={whose.owner}
      choices={listed('Everybody', options.owners)}
      onChoose={(owner) => onChoose({ owner: owner || undefined })}
    />
    <Choose
      label="Team"
      value={whose.team}
      choices={listed('All teams', options.teams)}
      onChoose={(team) => onChoose({ team: team || undefined })}
    />
    <Choose
      label="Policy"
      value={whose.policy}
      choices={listed('All policies', options.policies)}
      onChoose={(policy) => onChoose({ policy: policy || undefined })}
    />
  </>
);
