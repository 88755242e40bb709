// How fast does a CSV export go in, HTTP and Kafka's acknowledgements included?
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRevloop } from '../../services/cli/testing/run-revloop.ts';
import type { Bench } from './bench.ts';
import { answers, ownHome, readiness, spawnStart, stop, until } from './process.ts';

const rows = 8_000;

/** An export in the columns of the `olist` mapping, made up: one lead a row. */
const writeExport = (folder: string): void => {
  const origins = ['organic_search', 'paid_search', 'social', 'email', 'referral'];
  const lines = Array.from({ length: rows }, (_, index) => {
    const day = String((index % 28) + 1).padStart(2, '0');
    const month = String((index % 12) + 1).padStart(2, '0');
    return `bench-${index},${day}-${month}-2017,page-${index % 40},${origins[index % origins.length]}`;
  });
  writeFileSync(
    join(folder, 'olist_marketing_qualified_leads_dataset.csv'),
    `mql_id,first_contact_date,landing_page_id,origin\n${lines.join('\n')}\n`,
  );
  writeFileSync(
    join(folder, 'olist_closed_deals_dataset.csv'),
    'mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,lead_type,lead_behaviour_profile,has_company,has_gtin,average_stock,business_type,declared_product_catalog_size,declared_monthly_revenue\n',
  );
};

export const importBench: Bench = {
  name: 'import',
  what: `${rows} rows of CSV through \`revloop import\`, events per second`,
  goals: { events_per_s: { at: 'least', value: 1_500 } },
  run: async (say) => {
    const { env, discard } = await ownHome();
    const folder = join(env['REVLOOP_HOME'] ?? '', 'export');
    mkdirSync(folder);
    const child = spawnStart(env);
    try {
      writeExport(folder);
      for (const [name, url] of Object.entries(readiness(env)))
        await until(`${name} is ready`, child, () => answers(url));
      say('everything is up, importing');
      const { code, stdout, stderr } = await runRevloop(
        ['import', folder, '--mapping', 'olist', '--json'],
        env,
      );
      if (code !== 0) throw new Error(stderr);
      const { sent, events_per_s } = JSON.parse(stdout) as { sent: number; events_per_s: number };
      return { events: sent, events_per_s };
    } finally {
      await stop(child);
      discard();
    }
  },
};
