// Where an address leads nowhere.
import { Link } from '@tanstack/react-router';
import { PageHead } from '../parts/page-head.tsx';
import { Empty } from '../parts/states.tsx';

export const NotFoundPage = () => (
  <>
    <PageHead title="Nothing here" />
    <Empty>
      <p>This address leads to no page of the console.</p>
      <p>
        <Link to="/funnel">Go to the funnel</Link>
      </p>
    </Empty>
  </>
);
