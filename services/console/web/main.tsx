// Starts the page.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ReportError } from './data/report.ts';
import { router } from './router.tsx';
import './style/tokens.css';
import './style/base.css';
import './style/controls.css';
import './style/panels.css';
import './style/tables.css';
import './style/cards.css';
import './style/charts.css';
import './style/journeys.css';
import './style/acts.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Without a network a question must fail and say so; by default it would wait for the network without a word.
      networkMode: 'always',
      // What the API refused for a reason will be refused again; only an unreachable console is asked once more.
      retry: (failures, error) => failures < 1 && error instanceof ReportError && error.status === 0,
      retryDelay: 800,
    },
  },
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
