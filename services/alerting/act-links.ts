// Behind the links in messages: GET /act asks, and never acts, as mail scanners open links; POST /act acts, once.
import { createHash } from 'node:crypto';
import { SurroundingsError } from '@revloop/infra/runtime/errors.ts';
import type { Logger } from '@revloop/infra/runtime/log.ts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ActWriter } from './act-writer.ts';
import { digest } from './channels/digest.ts';
import { actEvent } from './core/act-event.ts';
import { readLink, untilOf, type ActLink, type LinkAction } from './core/act-link.ts';
import { askPage, donePage, faultPage, page_style, type Person } from './core/act-page.ts';
import { verifyToken } from './link-token.ts';

const style_hash = createHash('sha256').update(page_style).digest('base64');
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${style_hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  // The address holds the token.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

export interface ActLinkParts {
  readonly secret: string;
  /** To whom handoffs can be given; whoever is named where there are none. */
  readonly people: () => readonly Person[];
  readonly writer: ActWriter;
  readonly log: Logger;
}

const show = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply.code(status).headers(headers).send(page);

const refused = (reply: FastifyReply): FastifyReply =>
  show(
    reply,
    403,
    faultPage(
      'This link is not good',
      'It was changed or cut off, or its key is no longer in use. Open it from the message once more, whole.',
    ),
  );

const expired = (reply: FastifyReply): FastifyReply =>
  show(
    reply,
    410,
    faultPage(
      'This link is too old',
      'Links work for seven days. A newer message about the handoff has newer ones; or act in the CRM or the console.',
    ),
  );

/** What the form leaves open; undefined: nothing. */
const missingOf = (
  action: LinkAction,
  owner_id: string | undefined,
  note: string | undefined,
): string | undefined => {
  if (owner_id === '') return 'Say to whom it is reassigned.';
  return action === 'commented' && note === undefined ? 'Write a comment.' : undefined;
};

/** Adds both routes, in a scope of their own. Nothing of a token is logged. */
export const addActLinks = (app: FastifyInstance, { secret, people, writer, log }: ActLinkParts): void => {
  const linkOf = (token: string): ActLink | undefined => {
    const text = verifyToken(token, secret);
    return text === undefined ? undefined : readLink(text);
  };

  const act = async (form: URLSearchParams, reply: FastifyReply): Promise<FastifyReply> => {
    const [token, now] = [form.get('t') ?? '', Date.now()];
    const link = linkOf(token);
    if (!link) return refused(reply);
    if (link.expires_at <= now) return expired(reply);
    const actor = form.get('actor')?.trim() || link.actor;
    const note = form.get('note')?.trim() || undefined;
    const until = untilOf(link, now);
    const owner_id = link.action === 'reassigned' ? (form.get('owner_id')?.trim() ?? '') : undefined;
    const missing = missingOf(link.action, owner_id, note);
    if (missing) return show(reply, 400, faultPage('That cannot be taken', missing));
    // The token names the act: pressed twice, it is one.
    const event_id = `link-${digest(token)}`;
    const made = actEvent(link, { action: link.action, actor, note, until, owner_id }, event_id, now);
    if (!made.ok) return show(reply, 400, faultPage('That cannot be taken', `${made.message}.`));
    const isNew = await writer.write(made.event);
    return show(reply, 200, donePage(link, { actor, until, owner_id, isNew }));
  };

  void app.register((scope, _options, done) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, parsed) => parsed(null, new URLSearchParams(body as string)),
    );
    scope.setErrorHandler((error, _request, reply) => {
      const { statusCode = 500 } = error as { statusCode?: number };
      if (statusCode < 500)
        return show(reply, statusCode, faultPage('That cannot be taken', 'Send the form of the page.'));
      if (error instanceof SurroundingsError)
        log.warn({ code: error.code, reason: error.message }, 'an act was not taken');
      else log.error({ err: error }, 'request failed');
      return show(
        reply,
        503,
        faultPage('Not done', 'It could not be written down. Press the button once more in a moment.'),
      );
    });
    scope.get<{ Querystring: { t?: string | string[] } }>('/act', (request, reply) => {
      const { t } = request.query;
      const token = typeof t === 'string' ? t : '';
      const link = linkOf(token);
      if (!link) return refused(reply);
      return link.expires_at <= Date.now()
        ? expired(reply)
        : show(reply, 200, askPage(link, token, people()));
    });
    scope.post('/act', (request, reply) =>
      request.body instanceof URLSearchParams ? act(request.body, reply) : refused(reply),
    );
    done();
  });
};
