import { describe, expect, it } from 'vitest';
import { differenceQuestion, progressText, visitQuestion } from '../../../client/src/words/artifactWords.ts';

const sum = 'a'.repeat(64);
const digest = { checksums: { SHA256: sum }, size: 12 };

describe('before a server is contacted', () => {
  it('it is named, with the address but for what can be a secret', () => {
    const { message, detail, yes } = visitQuestion(
      new URL('https://example.com:8443/a.json?token=hidden#x'),
      undefined,
    );
    expect(message).toBe('Download the artifact from example.com:8443?');
    expect(detail).toContain('https://example.com:8443/a.json\n');
    expect(detail).not.toContain('hidden');
    expect(yes).toBe('Download');
  });

  it('plain HTTP is told', () => {
    expect(visitQuestion(new URL('http://example.com/a'), undefined).detail).toContain('plain HTTP');
    expect(visitQuestion(new URL('https://example.com/a'), undefined).detail).not.toContain('plain HTTP');
  });

  it('who sends there is named', () => {
    const { message } = visitQuestion(new URL('https://cdn.example.net/a'), new URL('https://example.com/a'));
    expect(message).toBe('example.com sends on to cdn.example.net. Download the artifact from there?');
  });
});

describe('a file that is not the one that the manifest describes', () => {
  it('is told, with what is written and what was found', () => {
    const question = differenceQuestion({ checksums: { SHA256: 'b'.repeat(64) }, size: 13 }, digest);
    expect(question?.detail).toContain(`SHA256\n  written: ${'b'.repeat(64)}\n  found: ${sum}`);
    expect(question?.detail).toContain('size\n  written: 13\n  found: 12');
  });

  it('is none where nothing is written, or the same in other letters', () => {
    expect(differenceQuestion({ checksums: {} }, digest)).toBeUndefined();
    expect(differenceQuestion({ checksums: { SHA256: '' }, size: 13 }, digest)).toBeUndefined();
    expect(differenceQuestion({ checksums: { SHA256: ` ${sum.toUpperCase()}` } }, digest)).toBeUndefined();
  });
});

it('progress is told in megabytes, of all where that is known', () => {
  expect(progressText(1024 ** 2 * 1.5, 1024 ** 2 * 12)).toBe('1.5 of 12.0 MB');
  expect(progressText(1024 ** 2 * 1.5, undefined)).toBe('1.5 MB');
});
