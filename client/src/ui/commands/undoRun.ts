/**
 * Undo…: applies the state that a device had before a run, by the ordinary way: with a plan of its own, and a question that
 * says what cannot come back.
 */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import type { ManifestDescription } from '../../../../server/src/messages.ts';
import { lastApplied } from '../../history/lastApplied.ts';
import { canBeUndone, type UndoSource, undoLimits } from '../../history/undo.ts';
import type { UpdateRun } from '../../updates/run.ts';
import { dateAndTime } from '../../words/times.ts';
import { undoLimitWords } from '../../words/undoWords.ts';
import { withoutIcons, withoutLinks } from '../../words/visible.ts';
import { type KeptRunParts, leadsToSame, meantRun, ownerOfRun } from '../keptRuns.ts';
import { isTrusted } from '../trust.ts';
import { type ApplyParts, applyManifest } from './applyToDevice.ts';

type Parts = ApplyParts & KeptRunParts;

/** `subject`: a run, see {@link meantRun}. */
export async function undoRun(parts: Parts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const isApply = ({ operation, taken, outcome }: { operation: string; taken: boolean; outcome: string }) =>
    operation === 'apply' && taken && outcome !== 'going';
  const run = await meantRun(parts, subject, t('Undo'), isApply);
  if (run === undefined) return;
  const of = run.subject ?? run.operation;
  if (!canBeUndone(run)) {
    tell(t('{0} cannot be undone: only an apply that the device has taken, and that is over, can be.', of));
    return;
  }
  if (!leadsToSame(parts, run)) return;
  await parts.history.load();
  const ways = [await reportedBefore(parts, run), await appliedBefore(parts, run)].filter(
    (way) => way !== undefined,
  );
  const way = await choose(ways, of);
  if (way === undefined) return;
  const { manifest, name, source } = way;
  const later = laterUpdates(parts, run);
  const limits = { run, source, problems: manifest.problems, later };
  await applyManifest(
    parts,
    { name, manifest },
    { connection: run.connection, device: run.device },
    {
      of,
      limits: (plan) => undoLimitWords(undoLimits(limits, plan)),
    },
  );
}

interface Way {
  readonly name: string;
  /** For the choice between ways. */
  readonly detail: string;
  readonly manifest: ManifestDescription;
  readonly source: UndoSource;
}

/** What the device reported when the run was planned; its secrets are in it, so it stays in memory. */
async function reportedBefore({ server }: Parts, run: UpdateRun): Promise<Way | undefined> {
  const { before, device, connection } = run;
  if (before === undefined) return undefined;
  const { inventory, time } = before;
  const source = { device, connection, time };
  const imported = await server.importManifest({ inventory, source, format: 'json', secrets: 'kept' });
  if ('refused' in imported) return undefined;
  const manifest = await server.describeText({ text: imported.text, format: 'json', file: bareFile });
  return {
    name: t('state of {0} at {1}', device, dateAndTime(time)),
    detail: imported.summary,
    manifest,
    source: { kind: 'reported', imported },
  };
}

/** What tells a bare desired state from other documents. */
const bareFile = 'before.desired-state.json';

/** The manifest that went well before on the device. */
async function appliedBefore(parts: Parts, run: UpdateRun): Promise<Way | undefined> {
  const found = await lastApplied(
    parts.history,
    run,
    ownerOfRun(parts, run),
    ({ started, outcome, locked }) => started < run.started && outcome === 'done' && !locked,
  );
  if (found.kind !== 'found') return undefined;
  const manifest = await parts.server.describeText(found.applied.manifest);
  const when = dateAndTime(found.run.started);
  return {
    name: t('{0}, as applied at {1}', found.applied.name, when),
    detail: manifest.summary,
    manifest,
    source: { kind: 'applied', run: found.run },
  };
}

async function choose(ways: readonly Way[], of: string): Promise<Way | undefined> {
  const [first, ...others] = ways;
  if (first === undefined) {
    tell(
      t(
        '{0} cannot be undone: neither did the device report what it ran before, nor does the history know what was applied to it before.',
        of,
      ),
    );
    return undefined;
  }
  if (others.length === 0) return first;
  const items = ways.map((way) => ({
    label: withoutIcons(way.name),
    detail: withoutIcons(way.detail),
    way,
  }));
  const title = t('Undo {0}', of);
  const placeHolder = t('What is the device to be brought back to?');
  return (await window.showQuickPick(items, { title, placeHolder }))?.way;
}

function laterUpdates({ history }: Parts, { id, connection, device, started }: UpdateRun): number {
  return history.runs.filter(
    (it) =>
      it.id !== id &&
      it.taken &&
      it.started > started &&
      it.connection === connection &&
      it.device === device,
  ).length;
}

/** Not awaited: a notification may stay as long as the user likes. */
function tell(text: string): void {
  void window.showInformationMessage(withoutLinks(text));
}
