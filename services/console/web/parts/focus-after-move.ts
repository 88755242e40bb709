// After a move to another page its heading takes the focus, so that screen readers say it and Tab goes on from there.
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Not at the first load, where the browser starts at the top, and not when only filters changed. */
export const useFocusAfterMove = (): void => {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation !== undefined && pathChanged)
          document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
      }),
    [router],
  );
};
