import { describe, expect, it } from 'vitest';
import { codeLenses } from '../../../server/src/features/codeLens.ts';
import { documentOf } from './support.ts';

function lenses(text: string, planCommand = false): string[] {
  return codeLenses(documentOf('kanto-yaml', text, 'file:///a.yaml'), { planCommand }).map(
    ({ range, command }) =>
      `${range.start.line}: ${command?.title} ${command?.command} ${command?.arguments}`,
  );
}

describe('code lenses', () => {
  it.each([
    ['domains: []', 'Apply to Device…'],
    ['activityId: a', 'Refresh Device State…'],
    ['- softwareModule: {}', 'Install on Device…'],
    ['correlationId: a\nsoftware: []', 'Remove from Device…'],
    [
      'path: /features/SoftwareUpdatable/inbox/messages/download\ntopic: a/b/things/live/messages/download',
      'Download to Device…',
    ],
  ])('offers to send: %s', (text, title) => {
    expect(lenses(text)).toEqual([`0: ${title} kanto.applyToDevice file:///a.yaml`]);
  });

  it('offers to plan an apply, and nothing else, where the client can', () => {
    expect(lenses('domains: []\n---\nactivityId: a', true)).toEqual([
      '0: Apply to Device… kanto.applyToDevice file:///a.yaml,1',
      '0: Plan on Device… kanto.planOnDevice file:///a.yaml,1',
      '2: Refresh Device State… kanto.applyToDevice file:///a.yaml,2',
    ]);
  });

  it('stands above the manifest, below its comments', () => {
    expect(lenses('# a comment\n\ndomains: []')[0]).toMatch(/^2:/);
  });

  it('offers nothing for what only devices send', () => {
    expect(
      lenses(
        'topic: a/b/things/live/messages/apply\npath: /features/UpdateManager/outbox/messages/apply\nstatus: 204',
      ),
    ).toEqual([]);
  });

  it('stands above each of several manifests, and tells which one it is', () => {
    expect(lenses('domains: []\n---\nactivityId: a')).toEqual([
      '0: Apply to Device… kanto.applyToDevice file:///a.yaml,1',
      '2: Refresh Device State… kanto.applyToDevice file:///a.yaml,2',
    ]);
    expect(lenses('# nothing\n---\nactivityId: a')).toEqual([
      '2: Refresh Device State… kanto.applyToDevice file:///a.yaml',
    ]);
  });
});
