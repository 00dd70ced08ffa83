/** `kanto-manifest apply`, `refresh`, `install`, `remove`, `download`: one manifest to one device, and its answer. */
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import type { Engine, SendRequest } from '../engine.ts';
import { type Fault, type FaultCode, FaultError, fault, faultOf } from '../errors.ts';
import type { FeedbackAction } from '../protocol/updateManager.ts';
import type { UpdateRun } from '../updates/run.ts';
import { runLines } from '../words/runLog.ts';
import type { Call } from './call.ts';
import { connectionName, withConnection } from './connect.ts';
import { answerOwnersQuestions } from './consent.ts';
import { componentLines } from './devices.ts';
import { type ExitStatus, exitStatus, statusOfFault, statusOfRun } from './exit.ts';
import { inCallWords } from './faults.ts';
import { jsonLines, writeEnd, writeFault } from './jsonLines.ts';
import type { Output } from './output.ts';
import { planBeforeSending } from './plannedSend.ts';
import { runEvents } from './runEvents.ts';
import { readSendable } from './sendableFile.ts';
import { type Ask, isYes } from './terminal.ts';

type SendCall = Extract<Call, { command: 'send' }>;

/** Milliseconds for the device to report what it runs once it has said that it completed. */
const confirmedWithin = 3000;

/** The result as `--format json` prints it. */
interface SendReport {
  readonly device: string;
  readonly operation: string;
  readonly correlationId: string | null;
  readonly activityId: string | null;
  readonly sent: { readonly topic: string } | null;
  readonly accepted: { readonly status: number; readonly message?: string; readonly topic: string } | null;
  readonly finished: {
    readonly status: string;
    readonly message?: string;
    readonly actions: readonly FeedbackAction[];
    /** How what the device reports differs from what was sent; absent where it does not, or did not report. */
    readonly differences?: readonly string[];
  } | null;
  readonly error: Fault | null;
}

/** @returns the exit status: 0 accepted (with `--wait`: finished well), otherwise why not. */
export async function send(
  call: SendCall,
  service: LanguageService,
  output: Output,
  ask: Ask,
  signal: AbortSignal,
): Promise<ExitStatus> {
  let run: UpdateRun | undefined;
  let error: Fault | undefined;
  let tenant: string | undefined;
  try {
    const manifest =
      call.file === undefined ? undefined : await readSendable(call, call.file, service, signal);
    run = await withConnection(call.connection, [call.device], service, output, signal, async (engine) => {
      if (manifest?.content !== undefined) engine.keepSecret(connectionName, manifest.content);
      if (call.format === 'text') engine.onRun(progress(call, output));
      if (call.format === 'jsonl') engine.onRun(events(call, output));
      if (manifest !== undefined) await confirm(call, manifest, engine, ask);
      if (manifest !== undefined && call.operation === 'apply' && !call.yes) {
        const { device, timeout, file = '', ask: level = 'destroy' } = call;
        const agree = ask && (async (question: string) => isYes(await ask(`${question}\nSend it? [y/N] `)));
        await planBeforeSending({
          device,
          timeout,
          file,
          manifest,
          engine,
          service,
          level,
          ask: agree,
          signal,
        });
      }
      tenant = tenantOf(call, engine);
      if (tenant !== undefined) tellTenant(call, tenant, output);
      const asking = call.wait ? answerOwnersQuestions(call, engine, output, ask, signal) : undefined;
      const ended = await follow(call, manifest, engine, signal);
      const followed = (call.wait && (await engine.confirmed(ended.id, confirmedWithin))) || ended;
      asking?.dispose();
      if (call.format === 'text' && followed.finished?.status === 'REFRESHED') {
        for (const line of reported(engine, call.device)) output.line(line);
      }
      return followed;
    });
    error = run.fault && inCallWords(run.fault);
  } catch (thrown) {
    error = inCallWords(faultOf(thrown, 'unexpected'));
  }

  const status = statusOf(call, run, error);
  if (call.format === 'json')
    output.json({ ...report(call, run, error), ...(tenant !== undefined && { tenant }) });
  else if (call.format === 'jsonl') {
    const write = jsonLines(output);
    if (error !== undefined) writeFault(write, error);
    writeEnd(write, status);
  }
  // The log of the run has told its own faults already.
  else if (run === undefined && error !== undefined) output.note(`${error.message}\n${error.advice}`);
  return status;
}

function statusOf(
  { operation, wait }: SendCall,
  run: UpdateRun | undefined,
  error: Fault | undefined,
): ExitStatus {
  if (run !== undefined && error === undefined && isGood(run, wait))
    return wait ? statusOfRun(run) : exitStatus.done;
  if (error !== undefined) return statusOfFault(error, operation);
  return run === undefined ? exitStatus.failed : statusOfRun(run);
}

function tenantOf({ device, connection }: SendCall, engine: Engine): string | undefined {
  const known = engine.devices(connectionName).find(({ id }) => id === device);
  return known?.tenant ?? connection.tenant;
}

/** Before anything is sent. */
function tellTenant({ device, format }: SendCall, tenant: string, output: Output): void {
  if (format === 'text') output.note(`${device} belongs to the tenant ${tenant}.`);
  if (format === 'jsonl') jsonLines(output)('target', { device, tenant });
}

function refusal(code: FaultCode, message: string, advice?: string): FaultError {
  return new FaultError(fault(code, message, advice));
}

/** Asks what a person has to decide. `--yes` has decided it already. */
async function confirm(
  call: SendCall,
  manifest: ManifestDescription,
  engine: Engine,
  ask: Ask,
): Promise<void> {
  const { device } = call;
  const questions = engine
    .contradictions({ connection: connectionName, device, manifest })
    .map(({ field, written, wanted }) => `The ${field} says ${written}; for ${device} it must be ${wanted}.`);
  if (manifest.emptiesDevice) {
    questions.push(
      `${device} destroys every component that it runs and does not protect: the manifest names none.`,
    );
  }
  if (questions.length === 0 || call.yes) return;
  const question = questions.join('\n');
  if (ask === undefined || !isYes(await ask(`${question}\nSend it? [y/N] `)))
    throw refusal('not-confirmed', question);
}

async function follow(
  call: SendCall,
  manifest: ManifestDescription | undefined,
  engine: Engine,
  signal: AbortSignal,
): Promise<UpdateRun> {
  const request: Omit<SendRequest, 'manifest' | 'contradictions'> = {
    connection: connectionName,
    device: call.device,
    responseTimeout: call.timeout,
    updateTimeout: call.timeout,
    signal,
  };
  // Without --wait the answer is the end, or the broker's receipt where none comes: closing the engine leaves the rest to
  // the device.
  const answered = new Promise<UpdateRun>((resolve) => {
    if (!call.wait) engine.onRun((run) => isTaken(run) && resolve(run));
  });
  const ended =
    manifest === undefined
      ? engine.refresh(request)
      : engine.send({ ...request, manifest, contradictions: 'correct' });
  return Promise.race([answered, ended]);
}

/** What the device has just reported. */
function reported(engine: Engine, id: string): string[] {
  const device = engine.devices(connectionName).find((it) => it.id === id);
  const lines = device === undefined ? [] : componentLines(device);
  return lines.length === 0 ? [`${id} reports no component.`] : lines;
}

function isGood(run: UpdateRun, wait: boolean): boolean {
  if (run.finished?.ok === true) return true;
  if (wait || run.fault) return false;
  return run.accepted === undefined ? isTaken(run) : run.accepted.status < 300;
}

/** Nothing more comes that is waited for without --wait. */
function isTaken({ accepted, unanswered, phase }: UpdateRun): boolean {
  return accepted !== undefined || (unanswered === true && (phase === 'sent' || phase === 'running'));
}

/** A listener that writes what is new in each snapshot; what follows the acceptance only where it is waited for. */
function progress({ operation, wait }: SendCall, output: Output): (run: UpdateRun) => void {
  let before: UpdateRun | undefined;
  return (snapshot) => {
    // The question for what the device runs, before an apply, is not what was called for.
    if (snapshot.operation !== operation) return;
    // A lost connection is told for the whole call.
    const { unreachable: _, ...said } = snapshot;
    const run: UpdateRun = said.fault ? { ...said, fault: inCallWords(said.fault) } : said;
    if (!wait && before && isTaken(before) && (before.accepted?.status ?? 0) < 300) return;
    for (const { level, text } of runLines(before, run, { several: false })) {
      if (level === 'error') output.note(text);
      else output.line(text);
    }
    before = run;
  };
}

/** A listener that writes an event for what is new in each snapshot. */
function events({ operation }: SendCall, output: Output): (run: UpdateRun) => void {
  const write = jsonLines(output);
  let before: UpdateRun | undefined;
  return (run) => {
    if (run.operation !== operation) return;
    for (const { event, content } of runEvents(before, run)) write(event, content);
    before = run;
  };
}

function report(call: SendCall, run: UpdateRun | undefined, error: Fault | undefined): SendReport {
  const sent = run?.sent.at(-1);
  const accepted = run?.accepted;
  const finished = run?.finished;
  const differences = run?.confirmed?.differences ?? [];
  return {
    device: call.device,
    operation: call.operation,
    correlationId: run?.correlationId ?? null,
    activityId: run?.activityId ?? null,
    sent: sent === undefined ? null : { topic: sent.address },
    accepted:
      accepted === undefined
        ? null
        : { status: accepted.status, ...message(accepted), topic: accepted.address },
    finished:
      finished === undefined
        ? null
        : {
            status: finished.status,
            ...message(finished),
            actions: finished.actions.map(({ since: _, lastHeard: __, ...action }) => action),
            ...(differences.length > 0 && { differences }),
          },
    error: error ?? null,
  };
}

function message({ message }: { readonly message?: string }): { message?: string } {
  return message === undefined ? {} : { message };
}
