/** Test Connection: goes link by link from here to a device, in a document that fills while it does. */
import { t } from '@vscode/l10n';
import type { StepResult } from '../../connections/doctor/finding.ts';
import { nextTitle, stepParagraph, verdict } from '../../connections/doctor/words.ts';
import type { Engine } from '../../engine.ts';
import { isDeviceElement } from '../model/treeElements.ts';
import { shownWhile } from '../progress.ts';
import type { Reports } from '../reports.ts';
import { isTrusted } from '../trust.ts';
import { chooseConnection } from './connections.ts';

export interface TestParts {
  readonly engine: Engine;
  readonly reports: Reports;
}

export async function testConnection({ engine, reports }: TestParts, subject: unknown): Promise<void> {
  if (!isTrusted()) return;
  const status = await chooseConnection(engine, subject, t('Connection to test'), () => true);
  if (status === undefined) return;
  const { name } = status.profile;
  const device = isDeviceElement(subject) ? { device: subject.device } : {};
  const report = await reports.show(t('Test of {0}.md', name));
  report.append([t('# Test of the connection {0}', name), '', t('It changes nothing on a device.'), '']);
  await shownWhile(t('Testing {0}', name), async (signal, tell) => {
    const results: StepResult[] = [];
    const examination = engine.examine(name, { ...device, signal });
    const { steps } = examination;
    tell(nextTitle(steps, 0));
    for await (const result of examination) {
      results.push(result);
      report.append(stepParagraph(result));
      tell(nextTitle(steps, results.length), 100 / steps.length);
    }
    report.append([verdict(results)]);
  });
}
