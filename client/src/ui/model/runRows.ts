/** Updates in the tree: beneath its device each one that goes on, component by component. */
import type { Engine } from '../../engine.ts';
import { isOver, type UpdateRun } from '../../updates/run.ts';
import { progressWords, quietWords } from '../../words/runWords.ts';
import { commands } from '../contributions.ts';
import type { RowSource, TreeRow } from './rowSource.ts';

export function runRows(engine: Pick<Engine, 'runs' | 'onRun'>, now: () => number = Date.now): RowSource {
  return {
    name: 'runs',
    rows: (connection, device) =>
      engine.runs
        .filter((run) => run.connection === connection && run.device === device)
        .filter((run) => !isOver(run) && run.operation !== 'refresh')
        .map((run) => runRow(run, now())),
    onChange: (listener) => engine.onRun(({ connection, device }) => listener({ connection, device })),
  };
}

function runRow(run: UpdateRun, now: number): TreeRow {
  const label = run.subject ?? run.operation;
  const quiet = quietWords(run, now);
  const description = quiet === undefined ? progressWords(run) : `${progressWords(run)}, ${quiet}`;
  const open = { command: commands.showRun, arguments: [run.id] };
  return {
    id: run.id,
    label,
    description,
    tooltip: '',
    icon: { id: 'sync~spin' },
    children: run.actions.length > 0 ? 'expanded' : 'none',
    spoken: `update ${label}, ${description}`,
    open,
    rows: run.actions.map(({ component, status, message }) => ({
      id: component,
      label: component,
      description: message === undefined ? status : `${status} · ${message}`,
      tooltip: '',
      icon: { id: 'package' },
      children: 'none',
      spoken: `${component}, ${status}`,
      open,
    })),
  };
}
