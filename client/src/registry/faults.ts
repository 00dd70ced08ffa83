/** What the device registry, the way to it or its certificate said, as a fault that a person understands. */
import { t } from '@vscode/l10n';
import { type Fault, type FaultCode, FaultError, fault } from '../errors.ts';
import { ServerError } from '../httpGet.ts';
import { isObject, parseJson } from '../protocol/json.ts';
import { maskedText } from '../protocol/secrets.ts';
import { visible } from '../words/visible.ts';

/** Characters of what the registry says of itself. */
const longest = 300;

const socketWords = (): Readonly<Record<string, readonly [FaultCode, string]>> => ({
  ENOTFOUND: ['registry-unreachable', t('the host name is not known')],
  EAI_AGAIN: ['registry-unreachable', t('the host name could not be looked up')],
  ECONNREFUSED: ['registry-unreachable', t('nothing accepts connections there')],
  EHOSTUNREACH: ['registry-unreachable', t('the host cannot be reached')],
  ENETUNREACH: ['registry-unreachable', t('the network cannot be reached')],
  ETIMEDOUT: ['registry-unreachable', t('the host did not answer in time')],
  ECONNRESET: ['registry-unreachable', t('it broke the connection off')],
  EPIPE: ['registry-unreachable', t('it closed the connection')],
  EPROTO: ['registry-failed', t('what answers there does not speak TLS')],
  ERR_SSL_WRONG_VERSION_NUMBER: ['registry-failed', t('what answers there does not speak TLS')],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['registry-failed', t('what answers there does not speak TLS')],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'registry-untrusted',
    t('its certificate is signed by itself, not by an authority'),
  ],
  CERT_HAS_EXPIRED: ['registry-untrusted', t('its certificate has expired')],
  CERT_NOT_YET_VALID: ['registry-untrusted', t('its certificate is not valid yet')],
  ERR_TLS_CERT_ALTNAME_INVALID: ['registry-untrusted', t('its certificate was made for another host name')],
});

/** `where`: `https://host:28443`. */
export function unreached(where: string, error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const text = visible(maskedText(error instanceof Error ? error.message : String(error)), longest);
  if (error instanceof ServerError) return fault('registry-unreachable', `${asked(where)}: ${text}.`);
  const code = codeOf(error);
  if (code === undefined) return fault('registry-unreachable', `${asked(where)}: ${text}.`);
  const [known, words] = socketWords()[code] ?? unusual(code, text);
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
            t('{0}: it lets nobody in without user and password (401).', asked(where)),
          )
        : fault(
            'registry-refused',
            hasPassword
              ? t('{0}: it refuses the user "{1}" or the password ({2}).', asked(where), username, status)
              : t(
                  '{0}: it refuses the user "{1}", for whom there is no password ({2}).',
                  asked(where),
                  username,
                  status,
                ),
          );
    case 403:
      return fault(
        'registry-refused',
        username === undefined
          ? t('{0}: nobody without a user may list the devices of this tenant (403){1}.', asked(where), said)
          : t(
              '{0}: the user "{1}" may not list the devices of this tenant (403){2}.',
              asked(where),
              username,
              said,
            ),
        t('Ask for the right to read the devices of the tenant, or use another `registry.username`.'),
      );
    case 404:
      return fault(
        'registry-failed',
        t('{0}: what answers there is no device registry (404).', asked(where)),
      );
    case 400:
      return fault(
        'registry-failed',
        t('{0}: it does not understand the request (400){1}.', asked(where), said),
        t('Check `registry.filter` and `tenant` of the connection.'),
      );
    case 501:
      return fault(
        'registry-failed',
        t('{0}: it cannot list devices (501){1}.', asked(where), said),
        t('Name the devices in `devices` of the connection, and take its `registry` out.'),
      );
    default:
      return fault(
        'registry-failed',
        t('{0}: it answered with the status {1}{2}.', asked(where), status, said),
      );
  }
}

/** Followed, it would take user and password to whom nobody has named. */
export function sentOn(where: string, location: string | undefined): Fault {
  const to = location !== undefined && URL.canParse(location, where) ? new URL(location, where).origin : '';
  return fault(
    'registry-failed',
    to === ''
      ? t('{0}: it sends on, which is not followed.', asked(where))
      : t('{0}: it sends on to {1}, which is not followed.', asked(where), visible(to, longest)),
    t('If that is your registry, name it in `registry.url` of the connection.'),
  );
}

export function noDevices(where: string, why: string): Fault {
  return fault('registry-failed', `${asked(where)}: ${why}.`);
}

function asked(where: string): string {
  return t('The device registry {0} could not be asked', where);
}

/** `error` of the answer's body (Device Registry Management API: Error). */
function saidIn(body: string, secrets: readonly string[]): string {
  const json = parseJson(body);
  const said = isObject(json) ? json['error'] : undefined;
  if (typeof said !== 'string' || said === '' || secrets.some((it) => said.includes(it))) return '';
  return `: ${visible(maskedText(said), longest)}`;
}

function unusual(code: string, text: string): readonly [FaultCode, string] {
  if (/^HPE_/.test(code)) return ['registry-failed', t('what answers there does not speak HTTP')];
  if (/CERT|ISSUER|LEAF_SIGNATURE/.test(code) && !code.startsWith('ERR_SSL'))
    return ['registry-untrusted', t('the authority that signed its certificate is not known')];
  if (/wrong version number|packet length too long/i.test(text))
    return ['registry-failed', t('what answers there does not speak TLS')];
  return ['registry-unreachable', text];
}

/** Of several attempts (IPv4 and IPv6) the first one's. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : undefined;
}
