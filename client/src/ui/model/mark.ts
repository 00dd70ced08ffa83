/** What stands in a manifest behind a line's text: of a plan, or of an update that goes on. */
import type { PlannedAction } from '../../../../server/src/messages.ts';
import type { ActionTone } from '../../words/runWords.ts';

export interface Mark {
  /** Counted from 0. */
  readonly line: number;
  readonly text: string;
  /** Plain text, one reason to a line. */
  readonly hover: string;
  readonly tone: PlannedAction | ActionTone;
}

/** More names in one mark make no one wiser: document and tree have them all. */
export const mostNamed = 3;
