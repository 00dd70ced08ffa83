/** What a Hono, or the way to it, said, as a fault that a person understands. */

import { t } from '@vscode/l10n';
import { isBrokerUrl, isUsualPort, parseBrokerUrl } from '../../connections/url.ts';
import { type Fault, type FaultCode, fault } from '../../errors.ts';
import { roughly } from '../../words/words.ts';
import { type Attempt, attemptWords, networkFault, saidBy } from '../faults.ts';
import type { Login } from './login.ts';

/** The other side ended something, and said why: a connection, a session, a link. */
export class RefusedError extends Error {
  constructor(
    /** Such as `amqp:unauthorized-access`. */
    readonly condition: string,
    description: string,
    /** Of the link that is refused. */
    readonly address?: string,
  ) {
    super(description === '' ? condition : `${condition}: ${description}`);
    this.name = 'RefusedError';
  }
}

/** A connection was accepted, and then nothing was said that opens AMQP. */
export class SilentError extends Error {
  constructor(
    /** Milliseconds. */
    readonly waited: number,
  ) {
    super(t('The other side did not answer.'));
    this.name = 'SilentError';
  }
}

/** SASL came to no good end. */
export class LoginError extends Error {
  constructor(
    readonly mechanism: Login['name'],
    readonly kind: 'refused' | 'notOffered' | 'failed',
    said: string,
  ) {
    super(said);
    this.name = 'LoginError';
  }
}

/** What came was no AMQP 1.0. */
export class ProtocolError extends Error {
  constructor(said: string) {
    super(said);
    this.name = 'ProtocolError';
  }
}

/** Of a link, a session, a connection or a rejected command: what AMQP calls an error. */
export function refusedBy(error: unknown, address?: string): RefusedError {
  const text = (key: 'condition' | 'description') => {
    const value: unknown =
      typeof error === 'object' && error !== null && key in error ? Reflect.get(error, key) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return new RefusedError(text('condition') || t('without a reason'), text('description'), address);
}

const unauthorized = 'amqp:unauthorized-access';

export function connectFault(error: unknown, attempt: Attempt): Fault {
  const told = reason(error, attempt);
  const hint = portHint(attempt);
  return hint === undefined || !mayBeAdapter.includes(told.code)
    ? told
    : { ...told, message: `${told.message} ${hint}` };
}

const mayBeAdapter: readonly FaultCode[] = [
  'connection-refused',
  'connection-timeout',
  'connection-closed',
  'amqp-not-spoken',
  'credentials-refused',
  'credentials-required',
  'link-refused',
];

/** Said of the ports that AMQP uses where a url names none: who has copied no port from anywhere lands there. */
function portHint({ url }: Attempt): string | undefined {
  const parsed = parseBrokerUrl(url);
  if (!isBrokerUrl(parsed) || !isUsualPort(parsed)) return undefined;
  return t(
    "Port {0}, AMQP's usual one, is at Hono often that of its AMQP adapter, which is for devices; the messaging network has another, at Eclipse's sandbox 15671.",
    parsed.port,
  );
}

function reason(error: unknown, attempt: Attempt): Fault {
  const where = attemptWords(attempt);
  if (error instanceof SilentError) {
    return fault(
      'connection-timeout',
      t(
        '{0}: something accepts connections there, but did not answer in AMQP 1.0 within {1}.',
        where,
        roughly(error.waited),
      ),
      whatHonoSpeaks(),
    );
  }
  const told = networkFault(error, where);
  if (told) return told.code === 'connection-closed' ? { ...told, advice: whatHonoSpeaks() } : told;
  const text = saidBy(error);
  if (error instanceof LoginError) return loginFault(error, where, text, attempt.username);
  if (error instanceof ProtocolError) {
    return fault('amqp-not-spoken', t('{0}: what answers there does not speak AMQP 1.0 ({1}).', where, text));
  }
  if (error instanceof RefusedError) return refusal(error, where, text, attempt.username);
  return fault('connect-failed', `${where}: ${text}.`);
}

const whatHonoSpeaks = () =>
  t(
    "Check that the port is the one of Hono's messaging network (AMQP 1.0), and that the scheme fits it: `amqps://` for a port with TLS.",
  );

function loginFault(
  { kind, mechanism }: LoginError,
  where: string,
  text: string,
  username: string | undefined,
): Fault {
  if (kind === 'failed')
    return fault('broker-unavailable', t('{0}: Hono could not check who this is ({1}).', where, text));
  if (kind === 'notOffered') {
    if (mechanism === 'ANONYMOUS')
      return fault('credentials-required', t('{0}: Hono lets nobody in without a user ({1}).', where, text));
    const what =
      mechanism === 'PLAIN' ? t('user and password') : t('the client certificate in place of a user');
    return fault(
      'credentials-refused',
      t('{0}: Hono does not take {1} ({2}).', where, what, text),
      otherLogin(),
    );
  }
  return fault(
    'credentials-refused',
    mechanism === 'PLAIN'
      ? t('{0}: Hono refuses user or password (user "{1}").', where, username ?? '')
      : t('{0}: Hono does not let this client in ({1}).', where, mechanism),
  );
}

const otherLogin = () =>
  t(
    'Look up how applications log in at this Hono: by `username` and password, by a client certificate (`tls.certFile`) or by neither.',
  );

function refusal(
  { condition, address }: RefusedError,
  where: string,
  text: string,
  username: string | undefined,
): Fault {
  const who = username === undefined ? t('a client without a user') : t('the user "{0}"', username);
  if (address === undefined) {
    const code: FaultCode = condition === unauthorized ? 'credentials-refused' : 'broker-unavailable';
    const advice = /resource-limit/.test(condition) ? fewConnections() : undefined;
    return fault(code, t('{0}: Hono ended the connection ({1}).', where, text), advice);
  }
  const use = address.startsWith('command/') ? t('send to {0}', address) : t('receive from {0}', address);
  if (condition !== unauthorized)
    return fault('link-refused', t('{0}: Hono lets {1} in, but not {2} ({3}).', where, who, use, text));
  return fault(
    'link-refused',
    t('{0}: Hono does not let {1} {2} ({3}).', where, who, use, text),
    t(
      'Check `tenant` of the connection, and ask for the rights of an application in this tenant: to write to command/<tenant>, and to read command_response/<tenant>/#.',
    ),
  );
}

const fewConnections = () =>
  t('Close other connections to it: a Hono allows a client few at once. Then connect again.');
