/** What a Hono, or the way to it, said, as a fault that a person understands. */

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
    super('The other side did not answer.');
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
  return new RefusedError(text('condition') || 'without a reason', text('description'), address);
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
  return `Port ${parsed.port}, AMQP's usual one, is at Hono often that of its AMQP adapter, which is for devices; the messaging network has another, at Eclipse's sandbox 15671.`;
}

function reason(error: unknown, attempt: Attempt): Fault {
  const where = attemptWords(attempt);
  if (error instanceof SilentError) {
    return fault(
      'connection-timeout',
      `${where}: something accepts connections there, but did not answer in AMQP 1.0 within ${roughly(error.waited)}.`,
      whatHonoSpeaks,
    );
  }
  const told = networkFault(error, where);
  if (told) return told.code === 'connection-closed' ? { ...told, advice: whatHonoSpeaks } : told;
  const text = saidBy(error);
  if (error instanceof LoginError) return loginFault(error, where, text, attempt.username);
  if (error instanceof ProtocolError) {
    return fault('amqp-not-spoken', `${where}: what answers there does not speak AMQP 1.0 (${text}).`);
  }
  if (error instanceof RefusedError) return refusal(error, where, text, attempt.username);
  return fault('connect-failed', `${where}: ${text}.`);
}

const whatHonoSpeaks =
  "Check that the port is the one of Hono's messaging network (AMQP 1.0), and that the scheme fits it: `amqps://` for a port with TLS.";

function loginFault(
  { kind, mechanism }: LoginError,
  where: string,
  text: string,
  username: string | undefined,
): Fault {
  if (kind === 'failed')
    return fault('broker-unavailable', `${where}: Hono could not check who this is (${text}).`);
  if (kind === 'notOffered') {
    if (mechanism === 'ANONYMOUS')
      return fault('credentials-required', `${where}: Hono lets nobody in without a user (${text}).`);
    const what = mechanism === 'PLAIN' ? 'user and password' : 'the client certificate in place of a user';
    return fault('credentials-refused', `${where}: Hono does not take ${what} (${text}).`, otherLogin);
  }
  return fault(
    'credentials-refused',
    mechanism === 'PLAIN'
      ? `${where}: Hono refuses user or password (user "${username}").`
      : `${where}: Hono does not let this client in (${mechanism}).`,
  );
}

const otherLogin =
  'Look up how applications log in at this Hono: by `username` and password, by a client certificate (`tls.certFile`) or by neither.';

function refusal(
  { condition, address }: RefusedError,
  where: string,
  text: string,
  username: string | undefined,
): Fault {
  const who = username === undefined ? 'a client without a user' : `the user "${username}"`;
  if (address === undefined) {
    const code: FaultCode = condition === unauthorized ? 'credentials-refused' : 'broker-unavailable';
    const advice = /resource-limit/.test(condition) ? fewConnections : undefined;
    return fault(code, `${where}: Hono ended the connection (${text}).`, advice);
  }
  const use = address.startsWith('command/') ? 'send to' : 'receive from';
  if (condition !== unauthorized)
    return fault('link-refused', `${where}: Hono lets ${who} in, but not ${use} ${address} (${text}).`);
  return fault(
    'link-refused',
    `${where}: Hono does not let ${who} ${use} ${address} (${text}).`,
    `Check \`tenant\` of the connection, and ask for the rights of an application in this tenant: to write to command/<tenant>, and to read command_response/<tenant>/#.`,
  );
}

const fewConnections =
  'Close other connections to it: a Hono allows a client few at once. Then connect again.';
