import { describe, expect, it } from 'vitest';
import { importDifference, importNotes } from '../../../client/src/words/importWords.ts';
import type { Imported, JsonValue } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { inventory } from '../plan/planned.ts';

const service = createLanguageService();

function imported(reported: JsonValue): Imported {
  const source = { device: 'edge:device' };
  const answer = service.importManifest({ inventory: reported, source, format: 'yaml' });
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
}

const container = (parameters: Readonly<Record<string, string>>) =>
  inventory([{ id: 'containers:a', version: '1', parameters: { image: 'x:1', ...parameters } }]);

describe('an import', () => {
  it('is offered without a word where an apply of it changes nothing', () => {
    expect(importDifference(imported(container({ status: 'Running' })), 'edge:device')).toBeUndefined();
  });

  it('says what differs, and what to do about the secrets in it', () => {
    expect(importDifference(imported(container({ env: 'A_TOKEN=x4y' })), 'edge:device')).toEqual({
      message:
        'A manifest of what edge:device runs would change it as it stands: 0 to create, 1 to replace, 0 to update, 0 to destroy.',
      detail: `  containers:a (replace: env): env has another value for A_TOKEN.

For secrets <secret> stands in the manifest (1 component): sent so, the device would take that word for the secret. Fill them in, then plan again.`,
    });
  });

  it('says why the device would reject it', () => {
    const reported = inventory([{ id: 'containers:-a', parameters: { image: 'x:1' } }]);
    const difference = importDifference(imported(reported), 'edge:device');
    expect(difference?.message).toContain('would be rejected');
    expect(difference?.detail).toContain('invalid container name format');
  });

  it('tells what was left out, and what is lost on the way', () => {
    const reported = container({ status: 'Running', created: 'now', hostName: 'h' });
    expect(importNotes(imported(reported))).toEqual([
      'Left out, since no manifest can set it: created, hostName, status.',
      'containers:a: The device made it with a hostName of its own: made anew, it has the usual one.',
    ]);
  });
});
