// The routes: each page, loaded when it is opened, with the filters its address may hold.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Frame } from './frame.tsx';
import { Loading } from './parts/states.tsx';
import {
  attributionSearch,
  funnelSearch,
  handoffsSearch,
  loopsSearch,
  parseSearch,
  slaSearch,
  stringifySearch,
} from './search.ts';
import { NotFoundPage } from './pages/not-found.tsx';
import { BrokenPage } from './pages/broken.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFoundPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    // TanStack Router takes a redirect as something thrown.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw redirect({ to: '/funnel', replace: true });
  },
});
const funnel = createRoute({
  getParentRoute: () => root,
  path: '/funnel',
  validateSearch: funnelSearch,
  component: lazyRouteComponent(() => import('./pages/funnel.tsx'), 'FunnelPage'),
});
const loops = createRoute({
  getParentRoute: () => root,
  path: '/loops',
  validateSearch: loopsSearch,
  component: lazyRouteComponent(() => import('./pages/loops.tsx'), 'LoopsPage'),
});
const attribution = createRoute({
  getParentRoute: () => root,
  path: '/attribution',
  validateSearch: attributionSearch,
  component: lazyRouteComponent(() => import('./pages/attribution.tsx'), 'AttributionPage'),
});
const handoffs = createRoute({
  getParentRoute: () => root,
  path: '/handoffs',
  validateSearch: handoffsSearch,
  component: lazyRouteComponent(() => import('./pages/handoffs.tsx'), 'HandoffsPage'),
});
const sla = createRoute({
  getParentRoute: () => root,
  path: '/sla',
  validateSearch: slaSearch,
  component: lazyRouteComponent(() => import('./pages/sla.tsx'), 'SlaPage'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$accountId',
  component: lazyRouteComponent(() => import('./pages/account.tsx'), 'AccountPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, funnel, loops, attribution, handoffs, sla, account]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: BrokenPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
