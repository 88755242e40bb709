// The manual of Revloop, in order, as a test: one account, Acme, followed through every service. Read the chapters 01 to 08; they run.
import { afterAll } from 'vitest';
import { analyst } from '../support/revloop.ts';
import { ingestChapter } from './01-ingest.ts';
import { sinkChapter } from './02-sink.ts';
import { ledgerChapter } from './03-ledger.ts';
import { attributionChapter } from './04-attribution.ts';
import { alertingChapter } from './05-alerting.ts';
import { actsChapter } from './06-acts.ts';
import { consoleChapter } from './07-console.ts';
import { analystsChapter } from './08-analysts.ts';

const warehouse = analyst();
afterAll(() => warehouse.close());

ingestChapter();
sinkChapter(warehouse);
ledgerChapter(warehouse);
attributionChapter(warehouse);
alertingChapter(warehouse);
actsChapter(warehouse);
consoleChapter();
analystsChapter(warehouse);
