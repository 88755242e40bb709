// Before a file: waits until it is its turn (turns.ts). After its last test: leaves the turn to the next.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, inject } from 'vitest';

const turn = connect({ port: inject('turns_port'), host: '127.0.0.1' });
await once(turn, 'data');

afterAll(() => void turn.destroy());
