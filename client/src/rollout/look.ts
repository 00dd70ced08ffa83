/** What a device would do, by what it runs now. */
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { Engine } from '../engine.ts';
import { type FaultCode, FaultError } from '../errors.ts';
import { sleep } from '../timing.ts';
import { type AskPlan, type DevicePlan, makePlan, manifestText } from '../updates/devicePlan.ts';
import { planSentence } from '../words/planWords.ts';
import { plainText } from '../words/words.ts';
import { type ConnectionParts, untilConnected } from './connected.ts';
import { plannedChanges } from './losses.ts';
import { faultWords, isNoWay } from './outcome.ts';
import type { Place, PlannedChanges } from './types.ts';

export interface LookParts {
  readonly engine: ConnectionParts & Pick<Engine, 'inventory'>;
  /** The manifest half's request `kanto/plan`. */
  readonly plan: AskPlan;
  readonly manifest: ManifestDescription;
  /** Milliseconds to wait for each answer. */
  readonly responseTimeout: number;
  /** Milliseconds that a lost connection is waited for; without end where it is absent. */
  readonly patience?: number;
}

/**
 * - the plan
 * - `unreached`: the device does not say what it runs
 * - `unplanned`: nobody can tell what it would do
 */
export type Look =
  | { readonly kind: 'plan'; readonly plan: DevicePlan; readonly changes: PlannedChanges }
  | { readonly kind: 'unreached'; readonly message: string }
  | { readonly kind: 'unplanned'; readonly message: string };

/** How often a device is asked that does not answer: a question changes nothing, and messages get lost. */
const mostTries = 3;

/** Faults of the device or the way to it, not of the connection as a whole. */
const ofDevice: readonly FaultCode[] = [
  'no-listener',
  'response-timeout',
  'malformed-answer',
  'rejected-by-device',
  'update-silent',
  'device-not-connected',
  'no-credit',
  'command-refused',
  'device-id-malformed',
];

/**
 * Asks the device what it runs, and plans. Resolves with undefined where the signal is aborted.
 * @throws FaultError where no device can be asked: a connection that only a person can mend
 */
export async function look(place: Place, parts: LookParts, signal: AbortSignal): Promise<Look | undefined> {
  for (let tries = 1; ; ) {
    await untilConnected(parts.engine, place.connection, signal, parts.patience);
    const looked = signal.aborted ? undefined : await lookOnce(place, parts, signal);
    if (looked === undefined || signal.aborted) return undefined;
    if (looked === 'noWay') continue;
    if (looked.kind !== 'unreached' || tries >= mostTries) return looked;
    tries += 1;
    // After a broker was away its devices come back one by one.
    await sleep(parts.responseTimeout / 6, signal);
  }
}

async function lookOnce(
  place: Place,
  parts: LookParts,
  signal: AbortSignal,
): Promise<Look | 'noWay' | undefined> {
  const { engine, manifest, plan: ask, responseTimeout } = parts;
  const asked = { ...place, responseTimeout, updateTimeout: responseTimeout, signal };
  try {
    const plan = await makePlan(place, manifestText(manifest), {
      inventory: () => engine.inventory(asked),
      plan: ask,
    });
    if ('plan' in plan.outcome)
      return { kind: 'plan', plan, changes: plannedChanges(plan.outcome.plan, manifest.emptiesDevice) };
    const kind = plan.outcome.unknown.kind === 'refused' ? 'unplanned' : 'unreached';
    return { kind, message: plainText(planSentence(plan)) };
  } catch (error) {
    if (signal.aborted) return undefined; // that is why it failed
    if (!(error instanceof FaultError)) throw error;
    if (isNoWay(error.fault)) return 'noWay';
    if (!ofDevice.includes(error.fault.code)) throw error;
    return { kind: 'unreached', message: faultWords(error.fault) };
  }
}
