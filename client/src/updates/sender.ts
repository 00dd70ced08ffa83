/** One update from the manifest to its end. */
import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { ManifestDescription, Plan, SoftwareUpdatableTarget } from '../../../server/src/messages.ts';
import type { ReportedInventory } from '../connections/connection.ts';
import type { SoftwareOfThing } from '../devices/device.ts';
import { maskedJson } from '../devices/masking.ts';
import { type Fault, FaultError, fault, faultOf } from '../errors.ts';
import { type Composed, isComposed } from '../protocol/compose.ts';
import type { Dialect } from '../protocol/dialect.ts';
import { isObject, stringField } from '../protocol/json.ts';
import { maskedText } from '../protocol/secrets.ts';
import type { SentSecrets } from '../protocol/sentSecrets.ts';
import type { FeatureOfThing } from '../protocol/target.ts';
import { aborted, sleep } from '../timing.ts';
import type { Response, Transport } from '../transports/transport.ts';
import { duration } from '../words/words.ts';
import { noRhythm } from './rhythm.ts';
import { type Accepted, isOver, type Origin, type SentManifest, type UpdateRun } from './run.ts';
import { nothingToFollow, notReceived, rejection, stoppedWaiting, unchecked } from './sendFaults.ts';
import type { Tracked, UpdateTracker } from './tracker.ts';
import { noTranscript, noted } from './transcript.ts';

export interface Sending {
  readonly connection: string;
  readonly device: string;
  readonly manifest: ManifestDescription;
  /** Milliseconds to wait for the direct answer. */
  readonly responseTimeout: number;
  /** Milliseconds of silence after which an accepted update is no longer waited for. */
  readonly updateTimeout: number;
  /** What to do where the author's envelope names something else than the device: the user has been asked. */
  readonly contradictions: 'refuse' | 'correct';
  /** What is sent, as the user calls it, where it came from, and what it was planned to do: kept in the run. */
  readonly subject?: string;
  readonly origin?: Origin;
  readonly plan?: Plan;
  /** Of a rollout: its id, kept in the run. */
  readonly rollout?: string;
  /**
   * The activity that it is to be, whatever the author wrote. A command with one is published once only, never again in
   * another form of address because no answer came.
   */
  readonly activityId?: string;
  /** Called just before the message leaves: from then on the device may have got it. */
  readonly onPublishing?: () => void;
  /** What the device reported when it was planned. */
  readonly before?: ReportedInventory;
  readonly signal?: AbortSignal;
}

export interface SenderParts {
  readonly connect: (signal: AbortSignal) => Promise<void>;
  readonly transport: Transport;
  /** Aborted when the connection is closed on purpose. */
  readonly closed: AbortSignal;
  readonly dialect: Pick<Dialect, 'compose'>;
  readonly features: readonly FeatureOfThing[];
  /** What the device has reported of its SoftwareUpdatable. */
  readonly software: readonly SoftwareOfThing[];
  readonly tracker: UpdateTracker;
  readonly secrets: SentSecrets;
  /** What the message is that is about to be sent to the target. */
  readonly describe: (text: string, target: SoftwareUpdatableTarget) => Promise<ManifestDescription>;
}

/** Resolves with the last snapshot. Rejects with a FaultError where the manifest is no command at all. */
export async function sendUpdate(sending: Sending, parts: SenderParts): Promise<UpdateRun> {
  const { manifest, device } = sending;
  const composed = parts.dialect.compose({
    manifest,
    device,
    features: parts.features,
    uuid: randomUUID,
    ...(sending.activityId !== undefined && { activityId: sending.activityId }),
  });
  if (!isComposed(composed)) throw new FaultError(fault(composed.reason, composed.message));
  const { thing, operation, correlationId, activityId, envelope } = composed;
  const { subject, origin, plan, before, rollout } = sending;
  const tracked = parts.tracker.begin(
    {
      id: randomUUID(),
      connection: sending.connection,
      device,
      thing,
      operation,
      correlationId,
      activityId,
      ...(subject !== undefined && { subject }),
      ...(origin && { origin }),
      envelope,
      manifest: sentManifest(manifest),
      ...(before && { before }),
      ...(plan && { plan }),
      ...(rollout !== undefined && { rollout }),
      ...(!composed.responseRequired && { unanswered: true as const }),
      phase: 'sending',
      started: Date.now(),
      sent: [],
      actions: [],
      rhythm: noRhythm,
      transcript: noTranscript,
    },
    composed.modules,
    wereInstalled(composed, parts.software),
  );
  const objection = contradicted(sending, composed) ?? (await wouldHarm(composed, parts));
  if (objection) return tracked.change({ phase: 'failed', fault: objection });
  return run(tracked, composed, sending, parts);
}

/** The manifest without what was said of it. */
export function sentManifest({ kind, content }: ManifestDescription): SentManifest {
  return { ...(kind && { kind }), ...(content !== undefined && { content }) };
}

function wereInstalled({ thing, modules }: Composed, software: readonly SoftwareOfThing[]): boolean {
  const installed = software.find((it) => it.thing === thing)?.installed ?? [];
  return modules.every((module) => installed.some(({ name }) => name === module.name));
}

function contradicted(sending: Sending, { contradictions }: Composed): Fault | undefined {
  const [first] = contradictions;
  if (!first || sending.contradictions === 'correct') return undefined;
  return fault(
    'contradiction',
    t(
      'The {0} of the envelope is {1}, but for {2} it has to be {3}.',
      first.field,
      first.written,
      sending.device,
      first.wanted,
    ),
  );
}

/** The last look before anything leaves: what would kill a daemon on the device is never sent. */
async function wouldHarm(
  { envelope, root }: Composed,
  { describe }: SenderParts,
): Promise<Fault | undefined> {
  try {
    const target = root ? 'root' : 'containers';
    const { problems, silenced = [], content } = await describe(JSON.stringify(envelope), target);
    const deadly = [...problems, ...silenced].filter(({ crash }) => crash);
    if (deadly.length === 0) return content === undefined ? unchecked(problems) : undefined;
    const reasons = deadly.map(({ message }) => message).join(' ');
    return fault('would-crash-device', t('This message would crash the device: {0}', reasons));
  } catch (error) {
    return faultOf(error, 'check-failed');
  }
}

async function run(
  tracked: Tracked,
  composed: Composed,
  sending: Sending,
  parts: SenderParts,
): Promise<UpdateRun> {
  const over = new AbortController();
  const ended = untilEnded(tracked, over.signal);
  try {
    // The update can be finished before its answer is there, or without one.
    const answer = await Promise.race([ask(tracked, composed, sending, parts, over.signal), ended]);
    if (isOver(tracked.run) || answer === undefined) return tracked.run;
    const next = answer.kind === 'fault' ? afterFault(tracked.run, answer.fault) : undefined;
    if (next) tracked.change(next);
    if (isOver(tracked.run)) return tracked.run;
    if (answer.kind !== 'fault' && !parts.transport.hearsEvents)
      return tracked.change({
        phase: 'abandoned',
        fault: notReceived(tracked.run, parts.transport.eventsRefused),
      });
    const stop = await Promise.race([ended, untilGivenUp(tracked, sending, parts, over.signal)]);
    return stop ? tracked.change({ phase: 'abandoned', fault: stop }) : tracked.run;
  } finally {
    over.abort();
  }
}

/** Resolves when the device's news have ended the run. */
function untilEnded(tracked: Tracked, over: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const listening = tracked.onChange((run) => {
      if (isOver(run)) resolve(undefined);
    });
    over.addEventListener('abort', () => listening.dispose(), { once: true });
  });
}

type Answer = { readonly kind: 'answered' | 'notWanted' } | { readonly kind: 'fault'; readonly fault: Fault };

async function ask(
  tracked: Tracked,
  composed: Composed,
  { signal, responseTimeout, activityId, onPublishing }: Sending,
  { connect, transport, closed, tracker, secrets }: SenderParts,
  over: AbortSignal,
): Promise<Answer> {
  const { envelope, thing, root, operation, responseRequired } = composed;
  const idempotent = activityId === undefined && (operation === 'apply' || operation === 'refresh');
  const stop = AbortSignal.any([over, closed, ...(signal ? [signal] : [])]);
  let mayHaveLeft = false;
  try {
    if (transport.state.kind !== 'connected') await connect(stop);
    secrets.remember('payload' in envelope ? envelope.payload : envelope.value);
    const response = await transport.request(
      { thing, root, operation, envelope, responseRequired, idempotent },
      {
        timeout: responseTimeout,
        signal: stop,
        onPublishing: () => {
          mayHaveLeft = true;
          onPublishing?.();
        },
        onSent: (sent) => {
          tracked.alive();
          const { run } = tracked;
          const isFirst = run.phase === 'sending' && sent.heard !== false;
          const raw = run.sent.length === 0 ? JSON.stringify(envelope) : t('the same message');
          tracked.change({
            sent: [...run.sent, sent],
            transcript: noted(run.transcript, { ...sent, direction: 'out', raw }),
            ...(isFirst && { phase: 'sent' }),
          });
        },
        // At once, so that the acceptance is told before the progress that follows it.
        onAnswer: (response) => {
          const answer = withoutSecrets(response, secrets);
          const transcript = noted(tracked.run.transcript, { ...answer, direction: 'in' });
          const change = afterAcceptance(tracked.run, composed, acceptedBy(answer));
          const behind = change.phase === 'accepted' ? tracker.behind(tracked.run) : undefined;
          tracked.change({ ...change, transcript, ...(behind !== undefined && { behind }) });
        },
      },
    );
    return { kind: response ? 'answered' : 'notWanted' };
  } catch (error) {
    const failure = faultOf(error, 'connect-failed');
    const stopped = failure.code === 'cancelled' && mayHaveLeft;
    return { kind: 'fault', fault: stopped ? stoppedWaiting(closed) : failure };
  }
}

/** What a fault of the request changes; nothing where the update was already heard: an answer can get lost. */
function afterFault({ phase }: UpdateRun, fault: Fault): Partial<UpdateRun> | undefined {
  if (fault.code === 'stopped-waiting') return { phase: 'abandoned', fault };
  return phase === 'running' ? undefined : { phase: 'failed', fault };
}

function afterAcceptance(run: UpdateRun, composed: Composed, accepted: Accepted): Partial<UpdateRun> {
  // The news of the end can have come first.
  if (isOver(run)) return { accepted };
  if (accepted.status >= 300) return { phase: 'failed', accepted, fault: rejection(composed, accepted) };
  if (isWithoutModules(composed)) return { phase: 'abandoned', accepted, fault: nothingToFollow(composed) };
  return { accepted, ...(run.phase !== 'running' && { phase: 'accepted' as const }) };
}

/** The answer as it may be kept and shown: devices repeat what they reject. */
function withoutSecrets(response: Response, secrets: SentSecrets): Response {
  const { envelope, ...answer } = response;
  const { value } = envelope ?? {};
  return {
    ...answer,
    raw: secrets.masked(response.raw),
    ...(envelope && {
      envelope: { ...envelope, ...(value !== undefined && { value: secrets.maskedValue(value) }) },
    }),
  };
}

function acceptedBy({ status, envelope, address, time }: Response): Accepted {
  const value = envelope?.value;
  const message = isObject(value)
    ? (stringField(value, 'message') ?? stringField(value, 'error'))
    : undefined;
  return {
    status,
    ...(message !== undefined && { message: maskedText(message) }),
    ...(value !== undefined && { value: maskedJson(value) }),
    address,
    time,
  };
}

/** The generic daemon accepts a list without modules, and then neither does nor says anything. */
function isWithoutModules({ operation, modules }: Composed): boolean {
  const hasModules = operation !== 'apply' && operation !== 'refresh';
  return hasModules && modules.length === 0;
}

/** Resolves with the reason why the end of the update is no longer waited for. */
async function untilGivenUp(
  tracked: Tracked,
  { signal, updateTimeout }: Sending,
  { transport, closed }: SenderParts,
  over: AbortSignal,
): Promise<Fault> {
  const stopped = Promise.race([aborted(closed, over), aborted(signal, over)]).then(() =>
    stoppedWaiting(closed),
  );
  return Promise.race([stopped, silence(tracked, updateTimeout, transport, over)]);
}

async function silence(
  tracked: Tracked,
  timeout: number,
  transport: Transport,
  over: AbortSignal,
): Promise<Fault> {
  for (let rest = timeout; rest > 0 && !over.aborted; rest = timeout - tracked.silence) {
    await sleep(rest, over);
  }
  const { operation, device } = tracked.run;
  const heard =
    operation === 'refresh'
      ? t('{0} reported no state within {1}', device, duration(timeout))
      : t('Nothing was heard of the update for {0}', duration(timeout));
  const { state } = transport;
  if (state.kind !== 'connected') {
    const why = state.kind === 'offline' ? ` (${state.reason})` : '';
    return fault('connection-lost', t('{0}; the connection is lost{1}.', heard, why));
  }
  const deaf = state.unheard
    ? t('; the broker does not let this user hear {0}', state.unheard.join(', '))
    : '';
  const { remark } = tracked.run;
  return fault('update-silent', `${heard}${deaf}.${remark === undefined ? '' : ` ${remark}`}`);
}
