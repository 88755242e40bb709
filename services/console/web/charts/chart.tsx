// The frame of every chart: one tab stop, arrow keys from mark to mark, and a readout for the mark under pointer or focus.
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useId,
  useMemo,
  useState,
} from 'react';
import { useWidth } from './width.ts';

export interface Reading {
  readonly title: string;
  readonly facts: readonly string[];
}

interface Shown extends Reading {
  readonly x: number;
  readonly y: number;
}

interface Frame {
  readonly current: number;
  readonly patternId: string;
  readonly show: (index: number, shown: Shown | null) => void;
}

const FrameContext = createContext<Frame>({ current: 0, patternId: '', show: () => undefined });

interface ChartProps {
  /** What the chart is, for screen readers; the marks speak for themselves. */
  readonly label: string;
  readonly height: number;
  /** How many marks there are. */
  readonly marks: number;
  /** Below this width the chart scrolls. */
  readonly width_min?: number;
  readonly children: (width: number) => ReactNode;
}

export const Chart = ({ label, height, marks, width_min = 0, children }: ChartProps) => {
  const [box, available] = useWidth<HTMLDivElement>();
  const [visited, setVisited] = useState(0);
  const current = Math.min(visited, Math.max(0, marks - 1));
  const [shown, setShown] = useState<Shown | null>(null);
  const patternId = useId();
  const width = Math.max(available, width_min);
  const fits = width === available;
  const frame = useMemo<Frame>(
    () => ({
      current,
      patternId,
      show: (index, reading) => {
        if (reading) setVisited(index);
        setShown(reading);
      },
    }),
    [current, patternId],
  );
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === 'Escape') setShown(null);
    moveFocus(event);
  };
  return (
    <div className="chart-frame" onPointerLeave={() => setShown(null)}>
      <div className={fits ? 'chart' : 'chart scrolls'} ref={box} onKeyDown={onKeyDown}>
        {available > 0 && (
          <svg
            width={width}
            height={height}
            role="group"
            aria-label={`${label}. Arrow keys move between marks.`}
          >
            <Patterns id={patternId} />
            <FrameContext value={frame}>{children(width)}</FrameContext>
          </svg>
        )}
      </div>
      {shown && <Readout shown={shown} width={fits ? width : undefined} />}
    </div>
  );
};

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const moveFocus = (event: KeyboardEvent<HTMLDivElement>): void => {
  const marks = [...event.currentTarget.querySelectorAll<SVGGElement>('[data-mark]')].sort(
    (a, b) => Number(a.dataset['mark']) - Number(b.dataset['mark']),
  );
  const at = marks.indexOf(document.activeElement as unknown as SVGGElement);
  const step = steps[event.key];
  if (at < 0) return;
  const next =
    step !== undefined
      ? marks[at + step]
      : event.key === 'Home'
        ? marks[0]
        : event.key === 'End'
          ? marks.at(-1)
          : undefined;
  if (step === undefined && next === undefined) return;
  event.preventDefault();
  next?.focus();
};

/** Beside its mark; at the foot of a chart that scrolls (`width` undefined). */
const Readout = ({ shown, width }: { readonly shown: Shown; readonly width: number | undefined }) => {
  const place =
    width === undefined
      ? undefined
      : shown.x > width / 2
        ? { right: width - shown.x + 12, top: shown.y }
        : { left: shown.x + 12, top: shown.y };
  return (
    <div className={place ? 'readout' : 'readout foot'} aria-hidden="true" style={place}>
      <strong>{shown.title}</strong>
      {shown.facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </div>
  );
};

interface MarkProps {
  readonly index: number;
  readonly reading: Reading;
  /** Where the readout points to. */
  readonly x: number;
  readonly y: number;
  readonly className?: string;
  readonly children: ReactNode;
}

/** One focusable mark of a chart; `index` is its place in the keyboard's order. */
export const Mark = ({ index, reading, x, y, className = '', children }: MarkProps) => {
  const { current, show } = useContext(FrameContext);
  const reveal = (): void => show(index, { ...reading, x, y });
  return (
    <g
      role="img"
      aria-label={`${reading.title}: ${reading.facts.join(', ')}`}
      tabIndex={current === index ? 0 : -1}
      data-mark={index}
      className={`mark ${className}`}
      onFocus={reveal}
      onBlur={() => show(index, null)}
      onPointerEnter={reveal}
    >
      {children}
    </g>
  );
};

/** Fills that tell things apart without colour. */
const Patterns = ({ id }: { readonly id: string }) => (
  <defs>
    {(['forward', 'back', 'none'] as const).map((tone) => (
      <pattern
        key={tone}
        id={`${id}-${tone}`}
        className={tone}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" className="pattern-ground" />
        <rect width="1.5" height="6" className="pattern-ink" />
      </pattern>
    ))}
    <pattern id={`${id}-dots`} width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" className="pattern-ground" />
      <circle cx="3" cy="3" r="1.3" className="pattern-ink" />
    </pattern>
  </defs>
);

/** The fill of a pattern of this chart: stripes in a tone, or dots. */
export const usePattern = (name: 'forward' | 'back' | 'none' | 'dots'): string => {
  const { patternId } = useContext(FrameContext);
  return `url(#${patternId}-${name})`;
};
