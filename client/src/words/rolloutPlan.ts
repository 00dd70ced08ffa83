/** The plans of all devices of a rollout as one document. Markdown; pure. */
import { t } from '@vscode/l10n';
import { totalsOf } from '../rollout/totals.ts';
import type { RolloutDevice, RolloutOptions } from '../rollout/types.ts';
import { waveSizes } from '../rollout/waves.ts';
import { code, prose } from './markdown.ts';
import { reasonProse } from './planWords.ts';
import { phaseWords } from './rolloutWords.ts';
import { count, target } from './words.ts';

export interface RolloutPlanInput {
  /** What the user calls the manifest. */
  readonly name: string;
  readonly devices: readonly RolloutDevice[];
  readonly options: Pick<RolloutOptions, 'waves'>;
}

/** What is destroyed comes first, then what is done on each device. */
export function rolloutPlanDocument({ name, devices, options }: RolloutPlanInput): string {
  const { create, replace, update, destroy, targets, destroyed, replaced, emptied } = totalsOf(devices);
  const sum = t(
    '{0} to create, {1} to replace, {2} to update, {3} to destroy',
    create,
    replace,
    update,
    destroy,
  );
  const lost = (title: string, losses: typeof destroyed) =>
    losses.length === 0
      ? []
      : [
          '',
          `## ${title}`,
          '',
          ...losses.flatMap((loss) => [
            `- ${code(loss.component)}${forced(loss.keys)}, ${count(loss.devices.length, 'device')}`,
            ...loss.devices.map((it) => `  - ${nameOf(it)}${reasonsOf(it, loss.component)}`),
          ]),
        ];
  return [
    `# ${t('Rollout of {0}', prose(name))}`,
    '',
    prose(t('{0}: {1}. Nothing was sent yet.', count(targets, 'device'), sum)),
    ...lost(t('Destroyed, with all that is stored there'), destroyed),
    ...lost(t('Destroyed too, and made anew'), replaced),
    ...(emptied.length === 0
      ? []
      : ['', `## ${t('Nothing is left of what these run')}`, '', ...emptied.map((it) => `- ${nameOf(it)}`)]),
    ...wavesOf(devices, options),
    ...leftOut(devices),
    '',
  ].join('\n');
}

function forced(keys: readonly string[]): string {
  return keys.length === 0 ? '' : ` (${prose(keys.join(', '))})`;
}

/** Why this device replaces the component; nothing where it destroys it. */
function reasonsOf({ plan }: RolloutDevice, component: string): string {
  const reasons = plan?.replacements.find((it) => it.component === component)?.reasons ?? [];
  return reasons.length === 0 ? '' : `: ${reasons.map(reasonProse).join(' ')}`;
}

function nameOf({ device, connection }: RolloutDevice): string {
  return prose(target(device, connection));
}

function wavesOf(devices: readonly RolloutDevice[], { waves }: RolloutPlanInput['options']): string[] {
  const targets = devices.filter(({ phase, plan }) => phase === 'planned' && plan !== undefined);
  let first = 0;
  return waveSizes(waves, targets.length).flatMap((size, index) => {
    const members = targets.slice(first, first + size);
    first += size;
    const lines = members.map((it) => `- ${nameOf(it)}: ${prose(it.plan?.summary ?? '')}`);
    return ['', `## ${t('Wave {0}', index + 1)}: ${count(size, 'device')}`, '', ...lines];
  });
}

function leftOut(devices: readonly RolloutDevice[]): string[] {
  const others = devices.filter(({ phase }) => phase !== 'planned');
  if (others.length === 0) return [];
  const lines = others.map(({ phase, message, ...it }) => {
    const why = message === undefined ? '' : `: ${prose(message)}`;
    return `- ${prose(target(it.device, it.connection))}, ${phaseWords(phase)}${why}`;
  });
  return ['', `## ${t('They get nothing')}`, '', ...lines];
}
