/** What the exit status of a call says: for scripts and pipelines, one table for all commands. */
import type { FaultCode } from '../errors.ts';
import type { UpdateRun } from '../updates/run.ts';

export const exitStatus = {
  done: 0,
  /** Anything that no other status says: faults in a manifest, a file that cannot be read. */
  failed: 1,
  /** Of `plan` and `drift`: the device differs. */
  differs: 2,
  /** Of every other command: the call is wrong. */
  usage: 2,
  unreachable: 3,
  unauthorised: 4,
  rejected: 5,
  incomplete: 6,
  unheard: 7,
  unconfirmed: 8,
  /** Of `rollout`: there is something to go on with. */
  paused: 9,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** As the help and the documentation have it. */
export const exitMeanings: readonly (readonly [status: ExitStatus, meaning: string])[] = [
  [exitStatus.done, 'done as asked; plan, drift: nothing would change'],
  [exitStatus.failed, 'faults in the manifest, wrong usage of plan or drift, anything that is not below'],
  [exitStatus.differs, 'plan, drift: the device differs; any other command: wrong usage'],
  [exitStatus.unreachable, 'could not connect, or nobody listens for the device'],
  [exitStatus.unauthorised, 'not authorised: user, password, certificate, or a right on the broker'],
  [exitStatus.rejected, 'rejected by the device, or on the way to it'],
  [exitStatus.incomplete, 'ended incomplete, or the device then reports something else than was sent'],
  [exitStatus.unheard, 'timed out, or the end was not heard'],
  [
    exitStatus.unconfirmed,
    'refused: it destroys something, or has to be agreed to otherwise, and there was no --yes',
  ],
  [exitStatus.paused, 'rollout: paused; --resume goes on with it'],
];

/** What a call cannot do with its options; `plan` and `drift` say by 2 that the device differs. */
export function usageStatus(command: string | undefined): ExitStatus {
  return command === 'plan' || command === 'drift' ? exitStatus.failed : exitStatus.usage;
}

/** Why a call of this command has failed. */
export function statusOfFault({ code }: { readonly code: FaultCode }, command: string): ExitStatus {
  return callFaults.includes(code) ? usageStatus(command) : (statuses[code] ?? exitStatus.failed);
}

/** How an update has ended that was waited for. */
export function statusOfRun({ finished, fault, confirmed, operation }: UpdateRun): ExitStatus {
  if (finished?.ok === true)
    return (confirmed?.differences.length ?? 0) > 0 ? exitStatus.incomplete : exitStatus.done;
  if (finished !== undefined)
    return rejections.includes(finished.status) ? exitStatus.rejected : exitStatus.incomplete;
  return fault === undefined ? exitStatus.unheard : statusOfFault(fault, operation);
}

/** Options that make no connection, and a configuration that nobody wants to be applied in part. */
const callFaults: readonly FaultCode[] = [
  'configuration-malformed',
  'settings-malformed',
  'device-id-malformed',
  'url-malformed',
  'url-with-credentials',
  'registry-url-malformed',
];

/** The device has judged the whole and done nothing of it. */
const rejections: readonly string[] = ['IDENTIFICATION_FAILED', 'FINISHED_REJECTED'];

const { unreachable, unauthorised, rejected, incomplete, unheard, unconfirmed } = exitStatus;

const statuses: Readonly<Partial<Record<FaultCode, ExitStatus>>> = {
  'name-not-resolved': unreachable,
  'connection-refused': unreachable,
  'host-unreachable': unreachable,
  'connection-timeout': unreachable,
  'connection-closed': unreachable,
  'mqtt-not-spoken': unreachable,
  'amqp-not-spoken': unreachable,
  'websocket-refused': unreachable,
  'protocol-refused': unreachable,
  'client-id-refused': unreachable,
  'client-id-taken': unreachable,
  'broker-unavailable': unreachable,
  'tls-self-signed': unreachable,
  'tls-unknown-ca': unreachable,
  'tls-expired': unreachable,
  'tls-not-yet-valid': unreachable,
  'tls-wrong-host': unreachable,
  'tls-changed-certificate': unreachable,
  'tls-not-spoken': unreachable,
  'tls-failed': unreachable,
  'connect-failed': unreachable,
  'subscription-unanswered': unreachable,
  'hono-adapter': unreachable,
  'not-connected': unreachable,
  'registry-unreachable': unreachable,
  'registry-untrusted': unreachable,
  'registry-failed': unreachable,
  'no-listener': unreachable,
  'no-credit': unreachable,
  'device-not-connected': unreachable,

  'credentials-refused': unauthorised,
  'credentials-required': unauthorised,
  'insecure-credentials': unauthorised,
  'passphrase-required': unauthorised,
  'passphrase-refused': unauthorised,
  'tls-client-certificate': unauthorised,
  'subscription-refused': unauthorised,
  'link-refused': unauthorised,
  'events-refused': unauthorised,
  'not-authorized': unauthorised,
  'registry-refused': unauthorised,
  'registry-user-required': unauthorised,

  'rejected-by-device': rejected,
  'command-refused': rejected,
  'publish-refused': rejected,
  'message-too-long': rejected,

  'device-restarted': incomplete,
  'nothing-to-follow': incomplete,

  'connection-lost': unheard,
  'response-timeout': unheard,
  'malformed-answer': unheard,
  'update-silent': unheard,
  'events-not-received': unheard,
  'stopped-waiting': unheard,
  'end-unknown': unheard,

  'not-confirmed': unconfirmed,
};
