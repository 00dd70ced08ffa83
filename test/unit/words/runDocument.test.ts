import { describe, expect, it } from 'vitest';
import { runDocument } from '../../../client/src/words/runDocument.ts';
import { clockTime } from '../../../client/src/words/times.ts';
import { action, run } from '../ui/samples.ts';

/** What is said of the component while the update goes on, 7 s after its last change. */
function said(status: string): string {
  const actions = [action({ component: 'containers:a', status })];
  const text = runDocument(run({ phase: 'running', status: 'RUNNING', actions }), 8000);
  return text.split('\n').find((line) => line.startsWith('- `containers:a`')) ?? '';
}

describe('the document of a run', () => {
  it('says of a component that is at work for how long it is, and when it was last heard of', () => {
    const at = clockTime(1000);
    expect(said('DOWNLOADING')).toBe(`- \`containers:a\` downloading, since ${at} (7 s), last heard ${at}`);
  });

  it.each([
    ['UPDATE_SUCCESS', 'updated'],
    ['DOWNLOAD_FAILURE', 'download failed'],
  ])('says of one that ended with %s when that was: it takes no longer', (status, words) => {
    expect(said(status)).toBe(`- \`containers:a\` ${words}, at ${clockTime(1000)}`);
  });
});
