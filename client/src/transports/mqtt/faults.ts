/** What an MQTT broker, or the way to it, said, as a fault that a person understands. */
import { t } from '@vscode/l10n';
import { adviceForApplication } from '../../connections/honoAdapter.ts';
import { type Fault, type FaultCode, FaultError, fault } from '../../errors.ts';
import {
  type Attempt,
  attemptWords,
  ClosedEarlyError,
  codeOf,
  lowerFirst,
  networkFault,
  saidBy,
} from '../faults.ts';

/** What brokers refuse with: below 128 in MQTT 3.1.1, above in MQTT 5. */
const brokerFaults = (): Readonly<Record<number, readonly [FaultCode, string]>> => ({
  1: ['protocol-refused', t('the broker does not speak this version of MQTT')],
  2: ['client-id-refused', t('the broker does not accept the client id')],
  3: ['broker-unavailable', t('the broker says that it is not available')],
  4: ['credentials-refused', t('the broker refuses user or password')],
  5: ['credentials-refused', t('the broker does not let this user in')],
  132: ['protocol-refused', t('the broker does not speak this version of MQTT')],
  133: ['client-id-refused', t('the broker does not accept the client id')],
  134: ['credentials-refused', t('the broker refuses user or password')],
  135: ['credentials-refused', t('the broker does not let this user in')],
  136: ['broker-unavailable', t('the broker says that it is not available')],
  137: ['broker-unavailable', t('the broker says that it is too busy')],
  138: ['credentials-refused', t('the broker has banned this client')],
});

/** A refusal of the protocol version: said, or by hanging up, or by an answer that MQTT 5 cannot read. */
export function mayBeVersion(error: unknown): boolean {
  if (error instanceof FaultError) return error.fault.code === 'connection-closed';
  const code = codeOf(error);
  if (error instanceof ClosedEarlyError || code === 1 || code === 132) return true;
  return (
    error instanceof Error &&
    code === undefined &&
    !/connack timeout|unexpected server response/i.test(error.message)
  );
}

export function connectFault(error: unknown, attempt: Attempt): Fault {
  const where = attemptWords(attempt);
  const told = networkFault(error, where);
  if (told) return told;
  const text = saidBy(error);
  const code = codeOf(error);
  if (typeof code === 'number') return brokerFault(where, code, text, attempt.username);
  if (/connack timeout/i.test(text)) {
    return fault('connection-timeout', t('{0}: the broker did not answer in time.', where));
  }
  if (/unexpected server response/i.test(text)) {
    return fault('websocket-refused', t('{0}: the server refuses the WebSocket ({1}).', where, text));
  }
  if (isUnreadable(text)) {
    return fault(
      'mqtt-not-spoken',
      t('{0}: what answers there does not speak MQTT ({1}).', where, lowerFirst(text)),
    );
  }
  return fault('connect-failed', `${where}: ${text}.`);
}

/** What the reader of packets says of bytes that are none (mqtt-packet: parser.js). */
function isUnreadable(text: string): boolean {
  return /^(invalid|cannot parse|packet (too|must)|malformed|not supported|unknown|(connect|will) )/i.test(
    text,
  );
}

function brokerFault(where: string, code: number, text: string, username: string | undefined): Fault {
  const [known, what] = brokerFaults()[code] ?? [
    'connect-failed' as const,
    t('the broker refuses: {0}', text),
  ];
  if (known === 'credentials-refused' && username === undefined) {
    return fault(
      'credentials-required',
      t('{0}: the broker lets nobody in without user and password.', where),
    );
  }
  if (known !== 'credentials-refused') return fault(known, `${where}: ${what}.`);
  const message = t('{0}: {1} (user "{2}").', where, what, username ?? '');
  return fault(known, message, username && adviceForApplication(username));
}
