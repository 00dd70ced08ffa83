/** What is asked once before a rollout: what it destroys, and where. Pure. */
import { type PlanTotals, totalsOf } from '../rollout/totals.ts';
import type { RolloutDevice, RolloutOptions } from '../rollout/types.ts';
import { waveSizes } from '../rollout/waves.ts';
import { componentName, nameLines, nameList } from './planWords.ts';
import { count, target as targetWords } from './words.ts';

export interface RolloutQuestionInput {
  readonly devices: readonly RolloutDevice[];
  /** What the user calls the manifest. */
  readonly name: string;
  readonly options: Pick<RolloutOptions, 'waves'>;
  /** Names of those of its connections that ask before each apply. */
  readonly protectedConnections: readonly string[];
  /** In sentences, what the message would change of the author's words. */
  readonly corrections: readonly string[];
}

export interface RolloutQuestion {
  readonly message: string;
  readonly detail: string;
  /** What the user presses to go on. */
  readonly yes: string;
  /** What has to be typed besides, where nothing is left of what a device runs; undefined where that is none. */
  readonly typed?: string;
}

/** Undefined where no device would get anything. */
export function rolloutQuestion(input: RolloutQuestionInput): RolloutQuestion | undefined {
  const { devices, name, options, protectedConnections } = input;
  const totals = totalsOf(devices);
  const { targets, destroy, emptied } = totals;
  if (targets === 0) return undefined;
  const losing = new Set(totals.destroyed.flatMap((it) => it.devices)).size;
  const sizes = waveSizes(options.waves, targets);
  return {
    message:
      destroy > 0
        ? `${name} destroys ${count(destroy, 'component')} on ${losing} of ${count(targets, 'device')}.`
        : `Roll out ${name} to ${count(targets, 'device')}?`,
    detail: [
      [...protectedConnections.map(protectedWords), ...input.corrections],
      [totalWords(totals), ...leftOutWords(totals), wavesWords(sizes)],
      section('Destroyed, with all that is stored in them:', totals.destroyed),
      section('Destroyed too, with all that is stored in them, and made anew:', totals.replaced),
      emptied.length === 0 ? [] : ['Nothing is left of what these run:', ...lines(emptied.map(deviceName))],
    ]
      .filter((block) => block.length > 0)
      .map((block) => block.join('\n'))
      .join('\n\n'),
    yes: destroy > 0 ? `Roll Out and Destroy ${destroy}` : 'Roll Out',
    ...(emptied.length > 0 && { typed: `empty ${emptied.length}` }),
  };
}

/** `12 to create, 0 to replace, 3 to update, 1 to destroy on 40 devices.` */
function totalWords({ create, replace, update, destroy, targets }: PlanTotals): string {
  return `${create} to create, ${replace} to replace, ${update} to update, ${destroy} to destroy on ${count(targets, 'device')}.`;
}

/** Who gets nothing, and why, a sentence each. */
function leftOutWords({ targetsInSync, skipped, unreached, unplanned }: PlanTotals): readonly string[] {
  return [
    ...(targetsInSync > 0 ? [`${have(targetsInSync)} what it says already, and get it all the same.`] : []),
    ...(skipped > 0 ? [`${have(skipped)} what it says already: skipped.`] : []),
    ...(unreached > 0 ? [`${count(unreached, 'device')} did not say what runs there: left out.`] : []),
    ...(unplanned > 0 ? [`For ${count(unplanned, 'device')} there is no plan: left out.`] : []),
  ];
}

function have(number: number): string {
  return `${count(number, 'device')} ${number === 1 ? 'runs' : 'run'}`;
}

function wavesWords(sizes: readonly number[]): string {
  const [only] = sizes;
  if (sizes.length === 1 && only !== undefined) return `In one wave of ${count(only, 'device')}.`;
  return `In ${sizes.length} waves: ${nameList(sizes.map(String), mostWaves)} devices.`;
}

const mostWaves = 12;

function protectedWords(connection: string): string {
  return `The connection ${connection} is protected: it asks before each apply.`;
}

/** A modal is no place to scroll: the matrix has the rest. */
const mostListed = 12;
const mostDevices = 3;

function section(title: string, losses: PlanTotals['destroyed']): readonly string[] {
  if (losses.length === 0) return [];
  return [title, ...lines(losses.map((it) => `${componentName(it)} on ${where(it.devices)}`))];
}

function lines(names: readonly string[]): readonly string[] {
  return nameLines(names, mostListed).map((line) => `  ${line}`);
}

function where(devices: readonly RolloutDevice[]): string {
  return nameList(devices.map(deviceName), mostDevices);
}

function deviceName({ device, connection }: RolloutDevice): string {
  return targetWords(device, connection);
}
