/**
 * One device at its turn: it is planned again, held back where it would lose more than was agreed to, and sent its command at
 * most once. The journal knows of each command before it leaves.
 */
import { t } from '@vscode/l10n';
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { ConnectionProfile } from '../connections/profile.ts';
import type { Engine } from '../engine.ts';
import { FaultError, fault } from '../errors.ts';
import { afterPlan } from '../updates/afterApply.ts';
import type { Origin } from '../updates/run.ts';
import { afterApplyWords } from '../words/planWords.ts';
import { plainText } from '../words/words.ts';
import { activityIdOf } from './activity.ts';
import type { Board } from './board.ts';
import { agreedTarget, untilConnected } from './connected.ts';
import type { Journal } from './journal.ts';
import { type LookParts, look } from './look.ts';
import { beyondAgreed } from './losses.ts';
import { type End, faultWords, isNoWay, judge, judgeResolved } from './outcome.ts';
import type { RolloutDevice, RolloutOptions } from './types.ts';

export interface TurnParts extends LookParts {
  readonly id: string;
  readonly name: string;
  readonly origin?: Origin;
  readonly engine: LookParts['engine'] & Pick<Engine, 'send' | 'followSent' | 'confirmed' | 'busy'>;
  readonly manifest: ManifestDescription;
  readonly board: Board;
  readonly journal: Pick<Journal, 'append'>;
  readonly options: RolloutOptions;
  /** The connection as it was when the person agreed. */
  readonly agreedFor: (connection: string) => ConnectionProfile | undefined;
  /** Aborted when no device is begun any more. */
  readonly pausing: AbortSignal;
  /** Aborted when nothing is waited for any more. */
  readonly leaving: AbortSignal;
}

/**
 * Resolves with the device's end, which is not in the journal yet; undefined where it was left as it was, since the rollout
 * pauses.
 * @throws FaultError where no device can be worked on: a lost connection that only a person can mend, a journal that cannot be
 * written, a connection that was not agreed to
 */
export async function takeTurn(device: RolloutDevice, parts: TurnParts): Promise<End | undefined> {
  const { board, pausing } = parts;
  const attempt = device.attempt + 1;
  checkTarget(device, parts);
  board.change(device.number, {
    phase: 'looking',
    attempt,
    started: Date.now(),
    activityId: undefined,
    runId: undefined,
    message: undefined,
    status: undefined,
    ownerAsked: undefined,
    ended: undefined,
    components: [],
  });
  const back = () => board.change(device.number, { phase: 'planned', attempt: device.attempt });
  try {
    const held = await mayBeSent(device, parts);
    if (held === 'pausing') {
      back();
      return undefined;
    }
    if (held) return held;
  } catch (error) {
    back();
    throw error;
  }
  if (pausing.aborted) {
    back();
    return undefined;
  }
  return send({ ...device, attempt }, parts);
}

/** Undefined where it may; else why not. */
async function mayBeSent(device: RolloutDevice, parts: TurnParts): Promise<End | 'pausing' | undefined> {
  const { board, engine, options, pausing } = parts;
  const looked = await look(device, parts, pausing);
  if (looked === undefined) return 'pausing';
  if (looked.kind === 'unplanned') return { outcome: 'held', message: looked.message };
  if (looked.kind !== 'plan') return { outcome: 'unreached', message: looked.message };
  const { changes } = looked;
  board.change(device.number, { plan: changes });
  const beyond = device.agreed ? beyondAgreed(changes, device.agreed) : t('Nobody has agreed to its plan.');
  if (beyond !== undefined) return { outcome: 'held', message: t('{0} Nothing was sent.', beyond) };
  if (options.skipInSync && changes.inSync) return { outcome: 'skipped', message: inSync() };
  const busy = engine.busy(device.connection, device.device);
  // What the other update leaves is not in the plan.
  return busy && { outcome: 'held', message: busyWords(busy.activityId) };
}

const inSync = () => t('It runs what the manifest says.');

function busyWords(activityId: string): string {
  const activity = activityId === '' ? '' : t(' (activity {0})', activityId);
  return t(
    'It is busy with another update{0}, and what it runs after that is not known. Nothing was sent.',
    activity,
  );
}

/** How often a command is handed over that certainly did not leave, since the connection was lost just then. */
const mostTries = 5;

/**
 * What another broker says of a device of the same name is no word of that device.
 * @throws FaultError `other-target`
 */
function checkTarget({ connection }: RolloutDevice, { engine, agreedFor }: TurnParts): void {
  agreedTarget(engine, connection, agreedFor(connection));
}

async function send(device: RolloutDevice, parts: TurnParts): Promise<End | undefined> {
  const { board, journal } = parts;
  const { number, connection, attempt } = device;
  const activity = activityIdOf(parts.id, number, attempt);
  const agreedFor = parts.agreedFor(connection);
  // Without it nobody could tell whether the connection still leads where it was agreed to send.
  if (!agreedFor)
    throw new FaultError(fault('other-target', t('Nobody has agreed to send over "{0}".', connection)));
  await journal.append({ kind: 'sending', number, attempt, activity, time: Date.now() });
  board.change(number, { phase: 'sending', activityId: activity });
  const command: Command = { activity, agreedFor, mayHaveLeft: false };
  try {
    return await sendOnce(device, command, parts);
  } catch (error) {
    // Who reads "sending" later would have to take it for a command that may have left.
    if (error instanceof FaultError && !command.mayHaveLeft) {
      await journal.append({ kind: 'unsent', number, time: Date.now() });
      board.change(number, { phase: 'planned', activityId: undefined });
    }
    throw error;
  }
}

interface Command {
  readonly activity: string;
  /** As {@link TurnParts.agreedFor}. */
  readonly agreedFor: ConnectionProfile;
  /** Once it was handed to the broker. */
  mayHaveLeft: boolean;
}

async function sendOnce(device: RolloutDevice, command: Command, parts: TurnParts): Promise<End | undefined> {
  const { engine, options, leaving } = parts;
  const { activity, agreedFor } = command;
  for (let tries = 1; ; tries++) {
    const run = await engine.send({
      ...sending(device, activity, parts),
      contradictions: 'correct',
      agreedFor,
      onPublishing: () => {
        command.mayHaveLeft = true;
      },
    });
    if (leaving.aborted && run.finished === undefined) return undefined;
    const judged = judge(run, command.mayHaveLeft);
    if (judged === 'resolve') {
      command.mayHaveLeft = true;
      return resolveSent({ ...device, activityId: activity }, parts);
    }
    if (judged === 'retry') {
      if (tries >= mostTries)
        return { outcome: 'unreached', ...(run.fault && { message: faultWords(run.fault) }) };
      await untilConnected(engine, device.connection, leaving);
      if (leaving.aborted) return undefined;
      continue;
    }
    if (judged.outcome !== 'succeeded' || run.confirmed) return judged;
    const confirmed = (await engine.confirmed(run.id, options.responseTimeout))?.confirmed;
    if (confirmed) return judgeResolved({ ...run, confirmed });
    return checked(device, judged, parts);
  }
}

function sending(device: RolloutDevice, activityId: string, parts: TurnParts) {
  const { id, name, origin, manifest, options, leaving } = parts;
  return {
    connection: device.connection,
    device: device.device,
    manifest,
    activityId,
    rollout: id,
    subject: name,
    ...(origin && { origin }),
    responseTimeout: options.responseTimeout,
    updateTimeout: options.updateTimeout,
    signal: leaving,
  };
}

/** The device says that it is done, but its report was not heard: it is asked, since its word alone can be wrong. */
async function checked(device: RolloutDevice, end: End, parts: TurnParts): Promise<End> {
  checkTarget(device, parts);
  const looked = await look(device, parts, parts.leaving);
  checkTarget(device, parts);
  if (looked?.kind !== 'plan') return { ...end, message: t('It says so; what it runs was not reported.') };
  const after = afterPlan(looked.plan);
  const words = afterApplyWords(after, device.device);
  if (after.kind === 'differs')
    return { outcome: 'failed', ...(words !== undefined && { message: plainText(words) }) };
  return { ...end, ...(words !== undefined && { message: plainText(words) }) };
}

/**
 * Finds out what became of a command that may have been sent, without sending it again. Undefined where the rollout was left
 * before that was known.
 * @throws FaultError as {@link takeTurn}
 */
export async function resolveSent(device: RolloutDevice, parts: TurnParts): Promise<End | undefined> {
  const { board, engine, leaving } = parts;
  const { number, connection, activityId = activityIdOf(parts.id, number, device.attempt) } = device;
  board.change(number, { phase: 'resolving', activityId });
  for (;;) {
    checkTarget(device, parts);
    await untilConnected(engine, connection, leaving);
    if (leaving.aborted) return undefined;
    checkTarget(device, parts);
    const run = await engine.followSent(sending(device, activityId, parts));
    checkTarget(device, parts);
    if (leaving.aborted && run.finished === undefined) return undefined;
    if (run.fault && isNoWay(run.fault)) continue;
    return judgeResolved(run);
  }
}
