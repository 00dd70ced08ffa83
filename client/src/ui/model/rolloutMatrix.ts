/** The matrix of devices × components of a rollout, and what of it is new since it was told last. Pure. */
import { t } from '@vscode/l10n';
import {
  isOutcome,
  mayBeRetried,
  type RolloutComponent,
  type RolloutDevice,
  type RolloutState,
} from '../../rollout/types.ts';
import { componentName } from '../../words/planWords.ts';
import { doneWords, pauseReasonWords } from '../../words/rolloutShort.ts';
import { ownerWaitsWords, standingWords, sumWords } from '../../words/rolloutWords.ts';
import { statusWords } from '../../words/runWords.ts';
import { visible } from '../../words/visible.ts';
import type {
  MatrixAction,
  MatrixCell,
  MatrixFilter,
  MatrixHead,
  MatrixRow,
  MatrixWords,
  ToPage,
} from './matrixMessages.ts';
import { stateOf } from './rolloutRows.ts';
import { type KnownRollout, summaryOf, type UnreadableRollout } from './rollouts.ts';
import { componentTone, phaseTone } from './rolloutTones.ts';

/** Components that have a column; a device can name as many as it likes. */
export const mostColumns = 50;
/** Characters of a message that a page is told; a tooltip has no room for more. */
const longestMessage = 500;

/** A page that shows one rollout: tells it all once, then only rows that have changed. */
export class MatrixFeed {
  readonly #columns = new Map<string, number>();
  #left = 0;

  /** Everything, for a page that knows nothing. */
  all(rollout: KnownRollout): ToPage {
    this.#columns.clear();
    this.#left = 0;
    for (const component of componentsOf(rollout.devices)) this.#columnOf(component);
    const rows = rollout.devices.map((it) => this.#row(it));
    return { kind: 'all', id: rollout.id, head: this.#head(rollout), columns: this.#titles, rows };
  }

  /** Only the devices with these numbers. */
  some(rollout: KnownRollout, numbers: ReadonlySet<number>): ToPage {
    const rows = rollout.devices.filter(({ number }) => numbers.has(number)).map((it) => this.#row(it));
    return { kind: 'some', head: this.#head(rollout), columns: this.#titles, rows };
  }

  get #titles(): readonly string[] {
    return [...this.#columns.keys()].map((component) => visible(componentName({ component })));
  }

  /** Undefined where there is no room for it. */
  #columnOf(component: string): number | undefined {
    const known = this.#columns.get(component);
    if (known !== undefined) return known;
    if (this.#columns.size >= mostColumns) {
      this.#left += 1;
      return undefined;
    }
    this.#columns.set(component, this.#columns.size);
    return this.#columns.size - 1;
  }

  #head(rollout: KnownRollout): MatrixHead {
    const { name, state } = rollout;
    const summary = summaryOf(rollout);
    const owners = ownerWaitsWords(rollout.devices);
    const reason = 'why' in state ? pauseReasonWords(state.why) : undefined;
    const remarks = [
      ...(reason === undefined ? [] : [reason]),
      ...(this.#left > 0
        ? [t('Only {0} components have a column; the export has them all.', mostColumns)]
        : []),
    ];
    return {
      title: visible(name),
      state: [stateOf(rollout), ...(owners === undefined ? [] : [owners])].join(', '),
      sum: state.kind === 'ended' ? sumWords(summary) : doneWords(summary),
      remark: visible(remarks.join(' '), longestMessage),
      actions: actionsOf(state, rollout.devices),
    };
  }

  #row(device: RolloutDevice): MatrixRow {
    const { number, phase, wave, message = '' } = device;
    return {
      number,
      device: visible(device.device),
      connection: visible(device.connection),
      wave: wave === undefined ? '' : String(wave),
      phase: standingWords(device),
      tone: device.ownerAsked ? 'uneasy' : phaseTone(phase),
      filter: filterOf(device),
      message: visible(message, longestMessage),
      cells: this.#cells(device),
    };
  }

  /** What the device says; before that, what it would lose by what was agreed to. */
  #cells(device: RolloutDevice): readonly MatrixCell[] {
    const { components, phase } = device;
    const isOver = isOutcome(phase);
    const told = new Set(components.map(({ component }) => component));
    const losses = isOver ? undefined : device.agreed;
    const lost = [
      ...(losses?.destroyed ?? []).map((component) => ({ component, text: t('to be destroyed') })),
      ...(losses?.replaced ?? []).map((component) => ({ component, text: t('to be replaced') })),
    ];
    return [
      ...components.flatMap((it) => this.#cell(it, isOver)),
      ...lost.flatMap(({ component, text }) => {
        const column = told.has(component) ? undefined : this.#columnOf(component);
        return column === undefined ? [] : [{ column, text, tone: 'lost' as const }];
      }),
    ];
  }

  #cell(component: RolloutComponent, isOver: boolean): readonly MatrixCell[] {
    const column = this.#columnOf(component.component);
    if (column === undefined) return [];
    const { status, progress, version, message } = component;
    const words = progress === undefined ? statusWords(status) : `${statusWords(status)} ${progress} %`;
    return [
      {
        column,
        text: visible(version === undefined || version === '' ? words : `${words} · ${version}`),
        tone: componentTone(component, isOver),
        ...(message && { message: visible(message, longestMessage) }),
      },
    ];
  }
}

/** Of a journal that tells nothing there is only to say why. */
export function unreadableMatrix({ id, fault }: UnreadableRollout): ToPage {
  const head: MatrixHead = {
    title: visible(t('Damaged: {0}', id)),
    state: '',
    sum: '',
    remark: visible(fault, longestMessage),
    actions: [],
  };
  return { kind: 'all', id, head, columns: [], rows: [] };
}

/** Those that most devices have come first. */
function componentsOf(devices: readonly RolloutDevice[]): readonly string[] {
  const counts = new Map<string, number>();
  const add = (component: string) => counts.set(component, (counts.get(component) ?? 0) + 1);
  for (const { components, agreed } of devices) {
    for (const { component } of components) add(component);
    for (const component of [...(agreed?.destroyed ?? []), ...(agreed?.replaced ?? [])]) add(component);
  }
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([component]) => component);
}

function filterOf({ phase }: RolloutDevice): MatrixFilter {
  switch (phase) {
    case 'failed':
    case 'unreached':
      return 'failed';
    case 'held':
    case 'unplanned':
      return 'held';
    case 'unknown':
    case 'resolving':
      return 'unknown';
    case 'succeeded':
    case 'skipped':
      return 'done';
    case 'waiting':
    case 'planned':
      return 'open';
    default:
      return 'busy';
  }
}

function actionsOf(state: RolloutState, devices: readonly RolloutDevice[]): readonly MatrixAction[] {
  const mayRetry = devices.some(mayBeRetried);
  switch (state.kind) {
    case 'running':
      return ['pause', 'stop', 'export'];
    case 'waiting':
      return ['goOn', 'pause', 'stop', 'export'];
    case 'pausing':
      return ['stop', 'export'];
    case 'paused':
      // Nothing goes on that could be stopped: who does not want it any more forgets it.
      return ['resume', ...(mayRetry ? (['retry'] as const) : []), 'export', 'forget'];
    default:
      return [...(mayRetry ? (['retry'] as const) : []), 'export'];
  }
}

/** In the user's language. */
export function matrixWords(): MatrixWords {
  return {
    table: t('Devices and their components'),
    device: t('Device'),
    wave: t('Wave'),
    state: t('State'),
    find: t('Find devices'),
    filters: {
      failed: t('Failed'),
      held: t('Held back'),
      unknown: t('Unknown'),
      busy: t('Going on'),
      open: t('Not begun'),
      done: t('Done'),
    },
    actions: {
      pause: t('Pause'),
      goOn: t('Go On'),
      resume: t('Resume'),
      stop: t('Stop'),
      retry: t('Try Again…'),
      export: t('Export Report'),
      forget: t('Forget…'),
    },
    shown: t('{0} of {1} devices are shown', '{0}', '{1}'),
    hint: t('Enter shows what was sent to the device and what it said.'),
    none: t('no word yet'),
  };
}
