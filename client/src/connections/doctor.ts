/**
 * The doctor: looks at a connection from the network up to the device, and says of each link whether it holds, and
 * how to mend it. Nothing on a device is changed.
 */
import { t } from '@vscode/l10n';
import { fault, faultOf } from '../errors.ts';
import { createTransport } from '../transports/create.ts';
import type { Transport } from '../transports/transport.ts';
import type { Examination, ExaminationAccess } from './doctor/examination.ts';
import {
  type Finding,
  failed,
  type Step,
  type StepId,
  type StepResult,
  skipped,
  stepTitles,
} from './doctor/finding.ts';
import { honoSteps } from './doctor/hono.ts';
import { mqttSteps } from './doctor/mqtt.ts';
import { cancelled, type Patience, usualPatience } from './doctor/patience.ts';
import type { ConnectionProfile } from './profile.ts';
import { isHonoUrl } from './url.ts';

export interface ExamineOptions {
  /** Device to ask; else the one that the gateway names, else the only one that the profile names. */
  readonly device?: string;
  /** False to leave out the steps that are of one device. */
  readonly withDevice?: boolean;
  /** The connection is open here: its own client id would push it out of a broker. */
  readonly isOpen?: boolean;
  /** Its transport, where it is open: at Hono another would take events away from it, and is one too many for some. */
  readonly open?: Transport;
  readonly patience?: Partial<Patience>;
  readonly signal?: AbortSignal;
}

/** The result of each step, as soon as it is known. */
export interface Results extends AsyncIterable<StepResult> {
  /** In the order of the results. */
  readonly steps: readonly StepId[];
}

/** Begins once it is iterated, which never throws. */
export function examine(
  profile: ConnectionProfile,
  access: ExaminationAccess,
  options: ExamineOptions = {},
): Results {
  const patience = { ...usualPatience, ...options.patience };
  const signal = options.signal ?? new AbortController().signal;
  const { password, passphrase, registryPassword } = access;
  const own = {
    ...access,
    password: once(password),
    passphrase: once(passphrase),
    registryPassword: once(registryPassword),
  };
  const isHono = isHonoUrl(profile.url);
  const shared = isHono ? options.open : undefined;
  const transport =
    shared ?? createTransport(guestOf(profile, options), own, { connectTimeout: patience.network });
  const { device, withDevice = true, isOpen = false } = options;
  const examination: Examination = { profile, access: own, transport, device, isOpen, patience, signal };
  const all = isHono ? honoSteps(examination) : mqttSteps(examination);
  const steps = all.filter(({ isOfConnection }) => withDevice || isOfConnection);
  return {
    steps: steps.map(({ id }) => id),
    [Symbol.asyncIterator]: () =>
      take(steps, examination, async () => {
        if (shared === undefined) await transport.close();
      }),
  };
}

/** Two clients cannot have the same id at a broker. */
function guestOf(profile: ConnectionProfile, { isOpen = false }: ExamineOptions): ConnectionProfile {
  const { clientId } = profile;
  return clientId === undefined || !isOpen ? profile : { ...profile, clientId: `${clientId}-test` };
}

async function* take(
  steps: readonly Step[],
  { transport, signal }: Examination,
  end: () => Promise<void>,
): AsyncGenerator<StepResult, void> {
  let reason: string | undefined;
  /** The transport, once its connection has stood. */
  let stood: Transport | undefined;
  try {
    for (const { id, look, isNeeded } of steps) {
      const finding = reason === undefined ? await found(look, signal, stood) : skipped(reason);
      if (transport.state.kind !== 'disconnected') stood = transport;
      yield { step: id, ...finding };
      const { state, code } = finding;
      if (code === 'cancelled') reason = t('The test was cancelled.');
      else if (state === 'failed' && (isNeeded || code === 'connection-lost'))
        reason = t('Not looked at, because of: {0}.', stepTitles()[id]);
    }
  } finally {
    await end();
  }
}

async function found(
  look: Step['look'],
  signal: AbortSignal,
  stood: Transport | undefined,
): Promise<Finding> {
  try {
    if (signal.aborted) throw cancelled();
    const finding = await look();
    if (signal.aborted) throw cancelled();
    return (stood && lost(stood)) ?? finding;
  } catch (error) {
    const told = faultOf(error, 'unexpected');
    return told.code === 'cancelled' ? { ...skipped(told.message), code: 'cancelled' } : failed(told);
  }
}

/** What goes away in the middle is the reason of whatever else is missing. */
function lost({ state }: Transport): Finding | undefined {
  if (state.kind !== 'offline') return undefined;
  return failed(
    fault(
      'connection-lost',
      t('The connection was lost: {0}', state.reason),
      t('See the log of the broker.'),
    ),
  );
}

/** The user is asked for a secret once, not once a step. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}
