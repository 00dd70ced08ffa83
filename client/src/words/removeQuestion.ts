/** What is asked before software is removed from a device, and how it is listed. Pure. */
import { t } from '@vscode/l10n';
import type { Removable } from '../updates/removable.ts';
import { nameLines } from './planWords.ts';
import { visible } from './visible.ts';
import { count, target as targetWords } from './words.ts';

export interface RemoveQuestion {
  readonly message: string;
  readonly detail: string;
  /** What the user presses to go on. */
  readonly yes: string;
}

export interface RemoveQuestionInput {
  readonly connection: string;
  readonly device: string;
  readonly removed: readonly Removable[];
  /** The connection is one of those that always ask. */
  readonly isProtected: boolean;
}

/** A modal is no place to scroll. */
const mostListed = 12;

/** Always asked: what is removed is lost with all that is stored in it. */
export function removeQuestion({
  connection,
  device,
  removed,
  isProtected,
}: RemoveQuestionInput): RemoveQuestion {
  const lines = nameLines(removed.map(removableWords), mostListed).map((line) => `  ${line}`);
  const note = isProtected ? [t('The connection {0} is protected.', connection)] : [];
  return {
    message: t('Remove {0} from {1}?', count(removed.length, 'container'), targetWords(device, connection)),
    detail: [
      ...note,
      [t('Removed, with all that is stored there:'), ...lines].join('\n'),
      t(
        'Where the removal of one fails, the device leaves the ones after it. What a desired state lists, its next apply creates again.',
      ),
    ].join('\n\n'),
    yes: t('Remove {0}', removed.length),
  };
}

/** `influxdb 1.8.4 (Running), id 5c85438f-…` */
function removableWords({ software, name, status }: Removable): string {
  const version = software.version === undefined ? '' : ` ${software.version}`;
  const state = status === undefined ? '' : ` (${status})`;
  const id = name === software.name ? '' : t(', id {0}', software.name);
  return visible(`${name}${version}${state}${id}`);
}
