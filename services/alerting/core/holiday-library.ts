// The library of public holidays, loaded when a calendar first asks for it: it takes 30 MB, and a process whose calendars name their days has no use for it.
import { createRequire } from 'node:module';
import type DateHolidays from 'date-holidays';

const require = createRequire(import.meta.url);

/** The class `DateHolidays`. */
export const holidayLibrary = (): typeof DateHolidays => require('date-holidays') as typeof DateHolidays;
