/** What is written of rules, without a network: the pages lie beside the program. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everyRule } from '../../../server/src/service.ts';
import { FaultError, fault } from '../errors.ts';
import { fileFaultWords } from '../words/fileFaults.ts';
import type { RuleText } from './formats/sarif.ts';

/** Beside the folder of the programs, in the package as in the sources. */
const folder = join(__dirname, '..', 'docs', 'rules');

/** @throws FaultError `file-unreadable` where the package is not whole. */
export async function ruleText(code: string): Promise<RuleText | undefined> {
  const rule = everyRule.find(({ id }) => id === code);
  if (rule === undefined) return undefined;
  const { severity, summary } = rule;
  const file = join(folder, `${code}.md`);
  try {
    const markdown = (await readFile(file, 'utf8')).replace(/^<!--.*?-->\s*/s, '');
    return { severity, summary, page: markdown };
  } catch (error) {
    throw new FaultError(
      fault(
        'file-unreadable',
        `The page of the rule "${code}" cannot be read: ${fileFaultWords(error)}.`,
        'Install kanto-manifest again.',
      ),
      { cause: error },
    );
  }
}
