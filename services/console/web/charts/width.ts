// How wide a chart may be: charts are drawn in real pixels, so that text keeps its size.
import { type RefObject, useEffect, useRef, useState } from 'react';

/** The width of an element in pixels, kept up to date; 0 until it is known. */
export const useWidth = <E extends HTMLElement>(): [RefObject<E | null>, number] => {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
};
