/** `kanto-manifest rollout`: one manifest to many devices, in waves; a journal lets it go on where it was left. */
import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import type { ManifestDescription } from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import type { Engine } from '../engine.ts';
import { type Fault, FaultError, fault, faultOf } from '../errors.ts';
import { newRollout, resumedRollout } from '../rollout/create.ts';
import { createJournal, type OpenedJournal, openJournal } from '../rollout/journalFile.ts';
import type { Rollout, RolloutParts } from '../rollout/rollout.ts';
import { namesIn, select } from '../rollout/selection.ts';
import type { Place } from '../rollout/types.ts';
import { sleep } from '../timing.ts';
import { rolloutQuestion } from '../words/rolloutQuestion.ts';
import { count } from '../words/words.ts';
import type { Call } from './call.ts';
import { connectionName, withConnection } from './connect.ts';
import { type ExitStatus, statusOfFault } from './exit.ts';
import { inCallWords } from './faults.ts';
import type { Interrupts } from './interrupts.ts';
import { readTextFile } from './manifestFile.ts';
import type { Output } from './output.ts';
import type { RolloutAim } from './rolloutCall.ts';
import { statusOfRollout, type Telling, tellingIn } from './rolloutTelling.ts';
import { readSendable } from './sendableFile.ts';
import { type Ask, isYes } from './terminal.ts';

export type RolloutCall = Extract<Call, { command: 'rollout' }>;

interface Work {
  readonly call: RolloutCall;
  readonly service: LanguageService;
  readonly telling: Telling;
  readonly ask: Ask;
  readonly interrupts: Interrupts;
}

/** @returns the exit status: 0 where every device runs what the manifest says, else why not. */
export async function rollout(
  call: RolloutCall,
  service: LanguageService,
  output: Output,
  ask: Ask,
  interrupts: Interrupts,
): Promise<ExitStatus> {
  const telling = tellingIn(call.format, output, process.stderr, process.stdout);
  const work: Work = { call, service, telling, ask, interrupts };
  let made: Rollout | undefined;
  let failure: Fault | undefined;
  try {
    const { operation, document } = { operation: 'apply' as const, document: call.document };
    const manifest = await readSendable(
      { operation, sendAnyway: call.sendAnyway, ...(document !== undefined && { document }) },
      call.file,
      service,
      interrupts.pausing,
    );
    const begun =
      call.aim.kind === 'resume' ? await openJournal(call.journal) : await aimed(call.aim, call, interrupts);
    try {
      const devices = 'names' in begun ? begun.names.filter((it) => /^[^*?!]+$/.test(it)) : placesOf(begun);
      await withConnection(
        call.connection,
        devices,
        service,
        output,
        interrupts.leaving,
        async (engine) => {
          const parts: RolloutParts = {
            engine,
            plan: async (params) => service.plan(params),
            manifest,
            name: call.file,
          };
          made =
            'names' in begun
              ? await newly(begun, parts, work, engine)
              : await resumedRollout(begun, parts, call.aim.options);
          await go(made, manifest, engine, work);
        },
        telling.note,
      );
    } finally {
      if (made) await made.dispose();
      else if (!('names' in begun)) await begun.journal.close();
    }
  } catch (error) {
    failure = inCallWords(faultOf(error, 'unexpected'));
  }
  const { state } = made ?? {};
  if (state?.kind === 'paused' && state.why.kind === 'fault') failure = inCallWords(state.why.fault);
  const status = failure ? statusOfFault(failure, 'rollout') : made ? statusOfRollout(made) : 1;
  telling.end(made, status, failure, made && hintOf(made, call));
  return status;
}

interface Aimed {
  readonly names: readonly string[];
  readonly aim: Extract<RolloutAim, { kind: 'begin' }>;
}

async function aimed(
  aim: Extract<RolloutAim, { kind: 'begin' }>,
  { journal }: RolloutCall,
  { pausing }: Interrupts,
): Promise<Aimed> {
  // Before many devices are asked for nothing.
  const exists = await access(journal).then(
    () => true,
    () => false,
  );
  if (exists) throw new FaultError(fault('journal-exists', `There is a journal ${journal} already.`));
  const written = aim.devices.startsWith('@')
    ? await readTextFile(aim.devices.slice(1), pausing)
    : aim.devices;
  return { names: namesIn(written), aim };
}

function placesOf({ text }: OpenedJournal): readonly string[] {
  return text.begin.devices.map(({ device }) => device);
}

async function newly(
  { names, aim }: Aimed,
  parts: RolloutParts,
  work: Work,
  engine: Engine,
): Promise<Rollout> {
  const places = await selected(names, aim, work, engine);
  return newRollout(randomUUID(), places, aim.options, parts);
}

/** @throws FaultError `nothing-selected` */
async function selected(
  names: readonly string[],
  { filter, listen }: Aimed['aim'],
  { telling, interrupts, call }: Work,
  engine: Engine,
): Promise<readonly Place[]> {
  const { tenant } = call.connection;
  const isOpen = filter !== undefined || names.length === 0 || names.some((it) => /[*?]/.test(it));
  if (isOpen) {
    telling.note('Devices are listened for…');
    await Promise.all([engine.listRegistered(connectionName), sleep(listen, interrupts.pausing)]);
  }
  const { places, unmatched } = select(connectionName, engine.devices(connectionName), {
    names,
    ...(filter !== undefined && { filter }),
    ...(isOpen && tenant !== undefined && { tenant }),
  });
  for (const name of unmatched) telling.note(`No device is called ${name}.`);
  if (places.length === 0) {
    const none = 'There is no device of these names, as far as they can be heard or a registry lists them.';
    throw new FaultError(fault('nothing-selected', none));
  }
  telling.note(`${count(places.length, 'device')} selected.`);
  return places;
}

async function go(
  rollout: Rollout,
  manifest: ManifestDescription,
  engine: Engine,
  work: Work,
): Promise<void> {
  const { call, telling, interrupts } = work;
  const { pausing, leaving } = interrupts;
  const listening = rollout.onEvent((event) => {
    telling.event(rollout, event);
    if (event.kind === 'state' && event.state.kind === 'waiting' && event.state.until === undefined)
      void nextWave(rollout, event.state.wave, work);
  });
  pausing.addEventListener('abort', () => rollout.pause(), { once: true });
  leaving.addEventListener('abort', () => rollout.pause({ kind: 'leave' }), { once: true });
  try {
    if (call.aim.kind === 'resume') {
      const { retry, options } = call.aim;
      const again = rollout.devices.filter(({ phase }) => retry.some((it) => it === phase));
      await rollout.retry(again.map(({ number }) => number));
      if (!pausing.aborted) await rollout.goOn(options);
      return;
    }
    await rollout.plan();
    if (pausing.aborted)
      throw new FaultError(fault('cancelled', 'It was interrupted before anything was agreed to.'));
    await agree(rollout, manifest, engine, work);
    if (pausing.aborted)
      throw new FaultError(fault('cancelled', 'It was interrupted before anything was sent.'));
    await rollout.begin((begin) => createJournal(call.journal, begin));
  } finally {
    listening.dispose();
  }
}

/** @throws FaultError `not-confirmed`; `nothing-selected` where no device would get anything */
async function agree(
  rollout: Rollout,
  manifest: ManifestDescription,
  engine: Engine,
  { call, ask, telling, interrupts }: Work,
): Promise<void> {
  const { devices } = rollout;
  const [first] = devices;
  const contradictions = first
    ? engine.contradictions({ connection: connectionName, device: first.device, manifest })
    : [];
  const question = rolloutQuestion({
    devices,
    name: call.file,
    options: rollout.options,
    protectedConnections: [],
    corrections: contradictions.map(
      ({ field, written }) =>
        `The ${field} of the envelope says ${written}; it is corrected for each device.`,
    ),
  });
  // Nobody has to agree to nothing; what is told at the end says why.
  if (question === undefined) return;
  const words = `${question.message}\n\n${question.detail}\n`;
  telling.note(words);
  if (call.yes) return;
  if (ask === undefined) throw new FaultError(fault('not-confirmed', question.message));
  if (!isYes(await ask('Roll it out? [y/N] ', interrupts.pausing)))
    throw new FaultError(fault('not-confirmed', 'It was not agreed to.'));
  const { typed } = question;
  if (typed === undefined) return;
  const answer = await ask(`Nothing is left of what some devices run. Type "${typed}" to go on: `);
  if (answer !== typed) throw new FaultError(fault('not-confirmed', 'It was not agreed to.'));
}

async function nextWave(rollout: Rollout, wave: number, { ask, interrupts }: Work): Promise<void> {
  if (ask === undefined) {
    rollout.pause({ kind: 'wave', wave });
    return;
  }
  try {
    const answer = await ask(
      `Go on with wave ${wave} of ${rollout.summary.waves}? [y/N] `,
      interrupts.pausing,
    );
    if (isYes(answer)) await rollout.goOn();
    else rollout.pause({ kind: 'wave', wave });
  } catch {
    rollout.pause(); // the question was interrupted
  }
}

/** How to go on, where there is something to go on with. */
function hintOf({ state, devices }: Rollout, { resume }: RolloutCall): string | undefined {
  if (state.kind === 'paused') return `To go on: ${resume}`;
  const open = devices.some(
    ({ phase, wave }) => wave !== undefined && (phase === 'unknown' || phase === 'unreached'),
  );
  return state.kind === 'ended' && open
    ? `To try those once more that were not reached, or of which nobody knows: ${resume.replace('--resume', '--resume --retry unknown,unreached')}`
    : undefined;
}
