/** A rollout as it begins: new, or from the journal of one that was begun before. */
import { t } from '@vscode/l10n';
import { ownerOf } from '../connections/profile.ts';
import { FaultError, fault } from '../errors.ts';
import { manifestText } from '../updates/devicePlan.ts';
import { Board, freshDevice } from './board.ts';
import { profileOf } from './connected.ts';
import type { Journal } from './journal.ts';
import type { JournalText } from './journalRead.ts';
import { isMarked } from './manifestMark.ts';
import { replay } from './replay.ts';
import { Rollout, type RolloutParts } from './rollout.ts';
import { isOutcome, type Place, type RolloutOptions } from './types.ts';

/** A rollout that nobody has agreed to yet. `id`: unique; part of every activity id. */
export function newRollout(
  id: string,
  places: readonly Place[],
  options: RolloutOptions,
  parts: RolloutParts,
): Rollout {
  const devices = places.map((place, index) => freshDevice(index + 1, place));
  return new Rollout(id, new Board(devices, { kind: 'new' }), options, parts);
}

/**
 * The rollout of a journal, paused where that ends; `options`: what is to be changed of it.
 * @throws FaultError `other-manifest`; `other-target` where a connection is gone or leads elsewhere than it did
 */
export async function resumedRollout(
  { journal, text }: { readonly journal: Journal; readonly text: JournalText },
  parts: RolloutParts,
  options: Partial<Omit<RolloutOptions, 'waves'>> = {},
): Promise<Rollout> {
  const { id, manifest, owners } = text.begin;
  if (!(await isMarked(manifestText(parts.manifest), manifest))) {
    const other = t('{0} is not what was agreed to for this rollout ({1}).', parts.name, manifest.name);
    throw new FaultError(fault('other-manifest', other));
  }
  for (const [connection, owner] of Object.entries(owners)) {
    const profile = profileOf(parts.engine, connection);
    if (profile && ownerOf(profile) === owner) continue;
    const what = profile ? t('leads elsewhere now') : t('is gone');
    throw new FaultError(
      fault('other-target', t('The connection "{0}" of this rollout {1}.', connection, what)),
    );
  }
  const replayed = replay(text);
  if (!replayed)
    throw new FaultError(fault('journal-damaged', t('The options of the rollout cannot be read.')));
  const isOver = replayed.devices.every(({ phase }) => isOutcome(phase));
  const board = new Board(
    replayed.devices,
    isOver ? { kind: 'ended' } : { kind: 'paused', why: { kind: 'person' } },
  );
  return new Rollout(id, board, { ...replayed.options, ...options }, parts, { journal, wave: replayed.wave });
}
