/** The plan before an apply on the command line: what it would destroy is named, and somebody has to agree. */
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import type { Engine } from '../engine.ts';
import { type Fault, FaultError, fault } from '../errors.ts';
import { makePlan, manifestText, type Staleness } from '../updates/devicePlan.ts';
import { agreedApply, type Consent, type PlannedApply } from '../updates/plannedApply.ts';
import { type AskLevel, applyQuestion } from '../words/applyQuestion.ts';
import { connectionName } from './connect.ts';
import { inCallWords } from './faults.ts';

/**
 * Milliseconds for the answer to the question what the device runs, and then for its report. One that gives neither may take
 * an apply all the same, so it is not waited for as long as that is.
 */
const longestAnswer = 10_000;
const longestReport = 5000;

export interface PlannedSend {
  readonly device: string;
  readonly manifest: ManifestDescription;
  /** What the user calls it. */
  readonly file: string;
  /** Milliseconds to wait for an answer. */
  readonly timeout: number;
  readonly engine: Pick<Engine, 'inventory'>;
  readonly service: Pick<LanguageService, 'plan'>;
  readonly level: AskLevel;
  /** Asks a person, who answers yes or no; undefined where nobody can answer. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  readonly signal: AbortSignal;
}

/**
 * Asks the device for what it runs, and a person where the apply does what `level` asks about, or where the device does not
 * report, so that nobody can name what is lost. Where nobody can be asked, both are a refusal.
 * @throws FaultError `not-confirmed`; or where there is no way to the device, or nobody listens for it
 */
export async function planBeforeSending(sending: PlannedSend): Promise<void> {
  const { device, manifest, engine, service, timeout, signal } = sending;
  const agreed = await agreedApply({
    look: async () => ({
      manifest,
      plan: await makePlan({ connection: connectionName, device }, manifestText(manifest), {
        inventory: () =>
          engine.inventory({
            connection: connectionName,
            device,
            responseTimeout: Math.min(timeout, longestAnswer),
            updateTimeout: Math.min(timeout, longestReport),
            signal,
          }),
        plan: async (params) => service.plan(params),
      }),
    }),
    ask: ({ plan }, changed) => consent(sending, plan, changed),
  });
  if (!agreed) throw new FaultError(fault('not-confirmed', 'It was not agreed to.'));
}

async function consent(
  { file, level, ask }: PlannedSend,
  made: PlannedApply['plan'],
  changed: Staleness,
): Promise<Consent> {
  const plan = inOwnWords(made);
  // There is nobody whom a yes could reach.
  if (
    'unknown' in plan.outcome &&
    plan.outcome.unknown.kind === 'unreported' &&
    isAbsent(plan.outcome.unknown.fault)
  )
    throw new FaultError(plan.outcome.unknown.fault);
  // An empty target has been asked about already, its errors have been told and --send-anyway has decided; and here nobody
  // has marked a connection.
  const asked = { isProtected: false, level, emptiesDevice: false, insists: true } as const;
  const question = applyQuestion({ plan, name: file, changed, ...asked });
  if (!question) return 'unasked';
  const words = `${question.message}\n\n${question.detail}`;
  if (!ask)
    throw new FaultError(fault('not-confirmed', words, 'unknown' in plan.outcome ? blindly : undefined));
  return (await ask(`${words}\n`)) ? 'yes' : 'no';
}

function isAbsent({ code }: Fault): boolean {
  return code === 'no-listener' || code === 'device-not-connected';
}

/** The plan, with what is said of a device that does not report in the words of the command line. */
function inOwnWords(plan: PlannedApply['plan']): PlannedApply['plan'] {
  const { outcome } = plan;
  if ('plan' in outcome || outcome.unknown.kind === 'refused') return plan;
  return { ...plan, outcome: { unknown: { kind: 'unreported', fault: inCallWords(outcome.unknown.fault) } } };
}

const blindly =
  'Nothing was sent. Mend that ("kanto-manifest doctor" looks at each link), or accept with --yes that whatever it runs may be lost.';
