/** Plans and drifts in the tree Devices: one row beneath the device, and in it one row a component. */
import { t } from '@vscode/l10n';
import type { PlanAction, PlannedAction } from '../../../../server/src/messages.ts';
import { isChange } from '../../updates/devicePlan.ts';
import { plain } from '../../words/markdown.ts';
import {
  actionWords,
  changeWords,
  componentName,
  driftSentence,
  planSentence,
  reportedWords,
} from '../../words/planWords.ts';
import { commands, rowContexts } from '../contributions.ts';
import type { RowIcon } from './deviceRows.ts';
import type { RowSource, TreeRow } from './rowSource.ts';
import { type ShownKind, type ShownPlan, type ShownPlans, shownKinds } from './shownPlans.ts';
import type { Target } from './targets.ts';
import { isTreeElement } from './treeElements.ts';

const source = 'plan';

export function planRows(shown: ShownPlans): RowSource {
  return {
    name: source,
    rows: (connection, device) =>
      shownKinds.flatMap((kind) => {
        const found = shown.get(kind, { connection, device });
        return found && !found.applied ? [headRow(found)] : [];
      }),
    onChange: shown.onChange,
  };
}

/** The plan or drift whose row it is; undefined for every other row. */
export function planOfRow(subject: unknown): (Target & { readonly kind: ShownKind }) | undefined {
  if (!isTreeElement(subject) || subject.kind !== 'row') return undefined;
  const [name, id, ...beneath] = subject.path;
  const kind = shownKinds.find((it) => name === source && it === id && beneath.length === 0);
  const { connection, device } = subject.device;
  return kind && { kind, connection, device };
}

function headRow(shown: ShownPlan): TreeRow {
  const { kind, name, plan, stale } = shown;
  const title = kind === 'plan' ? t('Plan of {0}', name) : t('Drift from {0}', name);
  const sentence = kind === 'plan' ? planSentence(plan) : driftSentence(plan, name);
  const old = reportedWords(plan);
  const rows = stale || !('plan' in plan.outcome) ? [] : plan.outcome.plan.actions.map(actionRow);
  return {
    id: kind,
    label: kind === 'plan' ? t('Plan') : t('Drift'),
    // A narrow side bar cuts it off: what matters first.
    description: `${stale ? t('stale') : briefly(shown)} · ${name}`,
    tooltip: [
      title,
      sentence,
      ...(old ? [old] : []),
      ...(stale ? [t('{0} Plan again.', changeWords(stale))] : []),
    ]
      .map(plain)
      .join('\n\n'),
    icon: { id: stale ? 'circle-slash' : 'checklist' },
    context: rowContexts.plan,
    children: rows.length > 0 ? 'expanded' : 'none',
    spoken: `${title}, ${stale ? t('stale') : sentence}`,
    rows,
    open: {
      command: commands.showPlan,
      arguments: [kind, { connection: plan.connection, device: plan.device }],
    },
  };
}

/** What is lost first; nothing is said of what stays. */
const byWeight = ['destroy', 'replace', 'update', 'create'] as const;

function toDo(word: (typeof byWeight)[number], size: number): string {
  return {
    destroy: t('{0} to destroy', size),
    replace: t('{0} to replace', size),
    update: t('{0} to update', size),
    create: t('{0} to create', size),
  }[word];
}

function briefly({ kind, plan: { outcome } }: ShownPlan): string {
  if (!('plan' in outcome)) return t('unknown');
  const { actions } = outcome.plan;
  const parts = byWeight
    .map((word) => [word, actions.filter(({ action }) => action === word).length] as const)
    .filter(([, size]) => size > 0)
    .map(([word, size]) => toDo(word, size));
  if (parts.length > 0) return parts.join(', ');
  return kind === 'plan' ? t('nothing changes') : t('in sync');
}

const signs: Readonly<Record<PlannedAction, RowIcon>> = {
  create: { id: 'diff-added', color: 'gitDecoration.addedResourceForeground' },
  replace: { id: 'diff-renamed', color: 'gitDecoration.modifiedResourceForeground' },
  update: { id: 'diff-modified', color: 'gitDecoration.modifiedResourceForeground' },
  destroy: { id: 'diff-removed', color: 'gitDecoration.deletedResourceForeground' },
  keep: { id: 'check' },
  protected: { id: 'shield' },
  ignored: { id: 'diff-ignored' },
};

function actionRow(action: PlanAction, index: number): TreeRow {
  const name = componentName(action);
  const words = actionWords(action);
  return {
    // Two rows can be about components of one name.
    id: `${index} ${name}`,
    label: name,
    description: words,
    tooltip: action.reasons.map(plain).join('\n\n'),
    icon: isChange(action) && !action.certain ? { id: 'question' } : signs[action.action],
    children: 'none',
    spoken: `${name}, ${words}. ${action.reasons.join(' ')}`,
  };
}
