// Serves the built page: hashed assets for a year, everything else a reader can open is index.html.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { noSuchRoute, pageNotBuilt, type Refusal } from './errors.ts';

type Refuse = (reply: FastifyReply, refusal: Refusal) => FastifyReply;

/** Adds the files of `directory`, and index.html for any other path without a file extension: the page routes itself. */
export const addPage = async (app: FastifyInstance, directory: string, refuse: Refuse): Promise<void> => {
  const built = existsSync(join(directory, 'index.html'));
  if (built)
    await app.register(fastifyStatic, {
      root: directory,
      index: false,
      wildcard: false,
      setHeaders: (reply, path) => {
        const hashed = path.startsWith(join(directory, 'assets'));
        reply.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const readable = (request.method === 'GET' || request.method === 'HEAD') && !/\.[a-z0-9]+$/i.test(path);
    if (!readable) return refuse(reply, noSuchRoute(path));
    if (!built) return refuse(reply, pageNotBuilt);
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
};
