// Serves the built page: hashed assets for a year, everything else a reader can open is index.html.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { noSuchRoute, pageNotBuilt, type Refusal } from './errors.ts';

type Refuse = (reply: FastifyReply, refusal: Refusal) => FastifyReply;

/** Adds the files of `directory`, and index.html for any other path a reader can open: the page routes itself. */
export const addPage = async (app: FastifyInstance, directory: string, refuse: Refuse): Promise<void> => {
  const built = existsSync(join(directory, 'index.html'));
  if (built)
    await app.register(fastifyStatic, {
      root: directory,
      index: false,
      wildcard: false,
      setHeaders: (reply, path) => {
        const hashed = path.startsWith(join(directory, 'assets'));
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    if (!isReadable(request.method, path)) return refuse(reply, noSuchRoute(path));
    if (!built) return refuse(reply, pageNotBuilt);
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
};

/** A file that is not there is an error; an account may be called acme.com. */
const isReadable = (method: string, path: string): boolean =>
  (method === 'GET' || method === 'HEAD') && (path.startsWith('/accounts/') || !/\.[a-z0-9]+$/i.test(path));
