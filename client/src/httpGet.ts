/** One GET, and nothing but that: no redirect is followed, no setting or variable of the environment weakens TLS. */
import { type Agent, get as getPlain, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { get as getSecure } from 'node:https';
import { TLSSocket } from 'node:tls';
import { t } from '@vscode/l10n';

export interface GetOptions {
  readonly headers: OutgoingHttpHeaders;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which the server is given up. */
  readonly patience: number;
  /** Authorities (PEM) that are trusted in place of those of the system. */
  readonly ca?: string | undefined;
  /** Keeps connections for the next request. */
  readonly agent?: Agent;
}

/** What the server did, as in "it said nothing for 30 s". */
export class ServerError extends Error {
  override readonly name = 'ServerError';
}

/**
 * Resolves with the head of the answer; rejects with a {@link ServerError} or what the socket or TLS said. The answer
 * ends with the same errors where its server falls silent or goes.
 */
export function httpGet(url: URL, options: GetOptions): Promise<IncomingMessage> {
  const { headers, signal, patience, ca, agent } = options;
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    // Said outright, so that nothing outside switches it off.
    const secure = { rejectUnauthorized: true, ...(ca !== undefined && { ca }) };
    const usual = { headers, signal, ...(agent && { agent }) };
    let answer: IncomingMessage | undefined;
    const request = isSecure ? getSecure(url, { ...usual, ...secure }) : getPlain(url, usual);
    request.setTimeout(patience, () => {
      const silent = new ServerError(t('it said nothing for {0} s', Math.round(patience / 1000)));
      (answer ?? request).destroy(silent);
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const { socket } = response;
      if (isSecure && !(socket instanceof TLSSocket && socket.authorized)) {
        request.destroy();
        reject(new ServerError(t('its certificate is not trusted')));
      } else {
        answer = response;
        resolve(response);
      }
    });
  });
}
