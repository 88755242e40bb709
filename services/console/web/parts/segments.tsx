// Two or three choices side by side: radio buttons that look like one control.
import { useId } from 'react';
import type { Choice } from './choose.tsx';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string) => void;
}

export const Segments = ({ label, value, choices, onChoose }: Props) => {
  const name = useId();
  return (
    <fieldset className="field segments">
      <legend>{label}</legend>
      <div>
        {choices.map((choice) => (
          <label key={choice.value}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChoose(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
