/** Ask the Device How It Ended: of an apply whose end was not heard, what the device reports now. Nothing is changed on it. */
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import { differenceFrom } from '../../updates/afterApply.ts';
import { confirm, differencesOf, unsettled } from '../../updates/confirm.ts';
import { manifestText } from '../../updates/devicePlan.ts';
import type { UpdateRun } from '../../updates/run.ts';
import { withoutLinks } from '../../words/visible.ts';
import type { Connector } from '../connector.ts';
import { type KeptRunParts, leadsToSame, meantRun, ownerOfRun } from '../keptRuns.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { shownWhile } from '../progress.ts';
import { responseTimeout } from '../settings.ts';
import { isTrusted } from '../trust.ts';

export interface AskEndParts extends KeptRunParts {
  readonly connector: Connector;
  readonly server: ManifestServer;
}

/** Milliseconds for the device to report: it asks its agents first, each for up to a minute. */
const reportTimeout = 90_000;

/** `subject`: a run, see {@link meantRun}. */
export async function askRunEnd(parts: AskEndParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const run = await meantRun(
    parts,
    subject,
    t('Ask the Device How It Ended'),
    ({ outcome, operation }) => outcome === 'unheard' && operation === 'apply',
  );
  if (run === undefined || !leadsToSame(parts, run)) return;
  if (!(await parts.connector.open(run.connection))) return;
  const inventory = await reported(parts, run);
  const after = await differenceFrom({ manifest: manifestText(run.manifest) }, inventory, (it) =>
    parts.server.plan(it),
  );
  const differences = differencesOf(after);
  if (differences === undefined) {
    const reason = after.kind === 'unknown' ? after.reason : '';
    tell(
      t(
        '{0} reports what it runs, but whether that is what was sent cannot be told. {1}',
        run.device,
        reason,
      ),
    );
    return;
  }
  const isSame = differences.length === 0;
  const told = isSame ? confirm(run, { time: Date.now(), differences }) : unsettled(run);
  await parts.history.write(told, ownerOfRun(parts, run));
  tell(
    isSame
      ? t('{0} runs what was sent. How the update ended was not heard.', run.device)
      : t(
          '{0} does not run what was sent: it goes on with it, or has ended it otherwise. {1}',
          run.device,
          differences.join(' '),
        ),
  );
}

async function reported({ engine }: AskEndParts, { connection, device }: UpdateRun) {
  const { inventory } = await shownWhile(t('Asking {0} what it runs', device), (signal) => {
    const within = { responseTimeout: responseTimeout(), updateTimeout: reportTimeout };
    return engine.inventory({ connection, device, ...within, signal });
  });
  return inventory;
}

/** Not awaited: a notification may stay as long as the user likes. */
function tell(text: string): void {
  void window.showInformationMessage(withoutLinks(text));
}
