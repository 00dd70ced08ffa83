/** What the device registry, the way to it or its certificate said, as a fault that a person understands. */
import { type Fault, type FaultCode, FaultError, fault } from '../errors.ts';
import { ServerError } from '../httpGet.ts';
import { isObject, parseJson } from '../protocol/json.ts';
import { maskedText } from '../protocol/secrets.ts';
import { visible } from '../words/visible.ts';

/** Characters of what the registry says of itself. */
const longest = 300;

const socketWords: Readonly<Record<string, readonly [FaultCode, string]>> = {
  ENOTFOUND: ['registry-unreachable', 'the host name is not known'],
  EAI_AGAIN: ['registry-unreachable', 'the host name could not be looked up'],
  ECONNREFUSED: ['registry-unreachable', 'nothing accepts connections there'],
  EHOSTUNREACH: ['registry-unreachable', 'the host cannot be reached'],
  ENETUNREACH: ['registry-unreachable', 'the network cannot be reached'],
  ETIMEDOUT: ['registry-unreachable', 'the host did not answer in time'],
  ECONNRESET: ['registry-unreachable', 'it broke the connection off'],
  EPIPE: ['registry-unreachable', 'it closed the connection'],
  EPROTO: ['registry-failed', 'what answers there does not speak TLS'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['registry-failed', 'what answers there does not speak TLS'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['registry-failed', 'what answers there does not speak TLS'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'registry-untrusted',
    'its certificate is signed by itself, not by an authority',
  ],
  CERT_HAS_EXPIRED: ['registry-untrusted', 'its certificate has expired'],
  CERT_NOT_YET_VALID: ['registry-untrusted', 'its certificate is not valid yet'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['registry-untrusted', 'its certificate was made for another host name'],
};

/** `where`: `https://host:28443`. */
export function unreached(where: string, error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const text = visible(maskedText(error instanceof Error ? error.message : String(error)), longest);
  if (error instanceof ServerError) return fault('registry-unreachable', `${asked(where)}: ${text}.`);
  const code = codeOf(error);
  if (code === undefined) return fault('registry-unreachable', `${asked(where)}: ${text}.`);
  const [known, words] = socketWords[code] ?? unusual(code, text);
  return fault(known, `${asked(where)}: ${words} (${code}).`);
}

interface Asking {
  readonly username: string | undefined;
  readonly hasPassword: boolean;
  readonly secrets: readonly string[];
}

/**
 * An answer that is no page of devices. `secrets` are never repeated: what the registry says can hold what it was sent.
 */
export function refused(
  where: string,
  status: number,
  body: string,
  { username, hasPassword, secrets }: Asking,
): Fault {
  const said = saidIn(body, secrets);
  switch (status) {
    case 401:
    case 407:
      return username === undefined
        ? fault(
            'registry-user-required',
            `${asked(where)}: it lets nobody in without user and password (401).`,
          )
        : fault(
            'registry-refused',
            hasPassword
              ? `${asked(where)}: it refuses the user "${username}" or the password (${status}).`
              : `${asked(where)}: it refuses the user "${username}", for whom there is no password (${status}).`,
          );
    case 403:
      return fault(
        'registry-refused',
        `${asked(where)}: ${username === undefined ? 'nobody without a user' : `the user "${username}"`} may not list the devices of this tenant (403)${said}.`,
        'Ask for the right to read the devices of the tenant, or use another `registry.username`.',
      );
    case 404:
      return fault('registry-failed', `${asked(where)}: what answers there is no device registry (404).`);
    case 400:
      return fault(
        'registry-failed',
        `${asked(where)}: it does not understand the request (400)${said}.`,
        'Check `registry.filter` and `tenant` of the connection.',
      );
    case 501:
      return fault(
        'registry-failed',
        `${asked(where)}: it cannot list devices (501)${said}.`,
        'Name the devices in `devices` of the connection, and take its `registry` out.',
      );
    default:
      return fault('registry-failed', `${asked(where)}: it answered with the status ${status}${said}.`);
  }
}

/** Followed, it would take user and password to whom nobody has named. */
export function sentOn(where: string, location: string | undefined): Fault {
  const to = location !== undefined && URL.canParse(location, where) ? new URL(location, where).origin : '';
  return fault(
    'registry-failed',
    `${asked(where)}: it sends on${to && ` to ${visible(to, longest)}`}, which is not followed.`,
    'If that is your registry, name it in `registry.url` of the connection.',
  );
}

export function noDevices(where: string, why: string): Fault {
  return fault('registry-failed', `${asked(where)}: ${why}.`);
}

function asked(where: string): string {
  return `The device registry ${where} could not be asked`;
}

/** `error` of the answer's body (Device Registry Management API: Error). */
function saidIn(body: string, secrets: readonly string[]): string {
  const json = parseJson(body);
  const said = isObject(json) ? json['error'] : undefined;
  if (typeof said !== 'string' || said === '' || secrets.some((it) => said.includes(it))) return '';
  return `: ${visible(maskedText(said), longest)}`;
}

function unusual(code: string, text: string): readonly [FaultCode, string] {
  if (/^HPE_/.test(code)) return ['registry-failed', 'what answers there does not speak HTTP'];
  if (/CERT|ISSUER|LEAF_SIGNATURE/.test(code) && !code.startsWith('ERR_SSL'))
    return ['registry-untrusted', 'the authority that signed its certificate is not known'];
  if (/wrong version number|packet length too long/i.test(text))
    return ['registry-failed', 'what answers there does not speak TLS'];
  return ['registry-unreachable', text];
}

/** Of several attempts (IPv4 and IPv6) the first one's. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined;
}
