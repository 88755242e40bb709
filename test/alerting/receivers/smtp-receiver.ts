// An SMTP server that keeps the mails it takes, and refuses what it is told to.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly mail: ParsedMail;
}

export interface SmtpReceiver {
  /** smtp:// with the password it takes. */
  readonly url: string;
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** An answer to the recipient or to the mail itself that is no success. */
  refusal: { readonly to: 'recipient' | 'mail'; readonly code: number; readonly text: string } | undefined;
  close(): Promise<void>;
}

const refused = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

export const startSmtpReceiver = async (): Promise<SmtpReceiver> => {
  const errorAt = (to: 'recipient' | 'mail'): Error | null => {
    const { refusal } = receiver;
    return refusal?.to === to ? refused(refusal.code, refusal.text) : null;
  };
  const server = new SMTPServer({
    // Its certificate is nobody's: TLS is for real servers.
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'revloop' && password === 'p@ss') done(null, { user: username });
      else done(refused(535, 'Authentication credentials invalid'));
    },
    onRcptTo: (_address, _session, done) => done(errorAt('recipient')),
    onData: (stream, { envelope }, done) => {
      const take = async (): Promise<void> => {
        const mail = await simpleParser(stream);
        const error = errorAt('mail');
        if (error) return done(error);
        const { mailFrom, rcptTo } = envelope;
        receiver.mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          mail,
        });
        done();
      };
      take().catch(done);
    },
  });
  // Connections that tests break off.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const receiver: SmtpReceiver = {
    url: `smtp://revloop:p%40ss@127.0.0.1:${port}`,
    port,
    mails: [],
    refusal: undefined,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  return receiver;
};

/** A server that speaks TLS from the start, under a certificate that its own maker signed. */
export const startTlsServer = async (): Promise<{ port: number; close(): Promise<void> }> => {
  const server = new SMTPServer({ secure: true });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
};
