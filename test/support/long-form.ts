/** Whether the long form was asked for, REVLOOP_TEST_LONG=1: what takes long and is told in short by other tests. */
export const isLong = process.env['REVLOOP_TEST_LONG'] === '1';
