// A labelled text that must be given, with those that are known to choose from.
import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly type?: 'text' | 'datetime-local';
  readonly known?: readonly string[];
  readonly length_max: number;
  readonly onType: (value: string) => void;
}

export const TextField = ({ label, value, type = 'text', known = [], length_max, onType }: Props) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        required
        maxLength={length_max}
        autoComplete="off"
        list={known.length > 0 ? `${id}-known` : undefined}
        onChange={(event) => onType(event.target.value)}
      />
      {known.length > 0 && (
        <datalist id={`${id}-known`}>
          {known.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </div>
  );
};
