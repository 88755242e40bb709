// What stands around every page: name, navigation, the search for an account.
import { Link, Outlet } from '@tanstack/react-router';
import { AccountSearch } from './parts/account-search.tsx';
import { useFocusAfterMove } from './parts/focus-after-move.ts';

const pages = [
  { to: '/funnel', label: 'Funnel' },
  { to: '/loops', label: 'Loops' },
  { to: '/attribution', label: 'Attribution' },
  { to: '/handoffs', label: 'Handoffs' },
  { to: '/sla', label: 'SLAs' },
] as const;

export const Frame = () => {
  useFocusAfterMove();
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="topbar">
        <div className="topbar-inner">
          <Link to="/funnel" className="brand">
            <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
              <path d="M3 7h11a5 5 0 0 1 0 10H8" />
              <path d="m11.5 13.5L8 17l3.5 3.5" />
            </svg>
            Revloop
          </Link>
          <nav aria-label="Reports">
            {pages.map((page) => (
              <Link key={page.to} to={page.to} activeOptions={{ includeSearch: false }}>
                {page.label}
              </Link>
            ))}
          </nav>
          <AccountSearch />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <footer>
        All months and times are UTC. Figures come straight from ClickHouse; every panel shows its SQL.
      </footer>
    </>
  );
};
