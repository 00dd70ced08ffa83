/** `convert`, `schema`, `rules`: what the command line does without a device, beside `validate`. */
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from './commandLine.ts';

const hello = 'examples/hello.desired-state.yaml';

describe('kanto-manifest convert', () => {
  it('says that a text is no manifest, and converts it all the same', async () => {
    const { status, out, err } = await runCommandLine(['convert', '--to', 'json', '-'], { input: 'a: 1\n' });
    expect(JSON.parse(out)).toEqual({ a: 1 });
    expect(err).toBe('Standard input is no manifest for Kanto: it was converted as any other text.\n');
    expect(status).toBe(0);
  });

  it('writes the other text format with its comments, so that nothing is said of it otherwise', async () => {
    const { status, out, err } = await runCommandLine(['convert', '--to', 'json', hello]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('// A database that answers on port 8086 of the device.');
    const back = await runCommandLine(['convert', '--to', 'yaml', '-'], { input: out });
    const again = await runCommandLine(['convert', '--to', 'json', '-'], { input: back.out });
    expect(again.out).toBe(out);
  });

  it('writes another form, in either text format', async () => {
    const options = ['--form', 'envelope', '--device', 'plant:press', '--to', 'json'];
    const { out } = await runCommandLine(['convert', ...options, hello]);
    expect(out).toContain('"topic": "plant/press/things/live/messages/apply"');
    const content = await runCommandLine(['convert', '--form', 'content', '--to', 'yaml', '-'], {
      input: out,
    });
    expect(content).toMatchObject({ status: 0, err: expect.stringContaining('Left out: topic') });
    const checked = await runCommandLine(['validate', '-'], { input: content.out });
    expect(checked.out).toBe('-: apply bare: 0 errors, 0 warnings\n');
  });

  it('asks whom an envelope is for, where nothing tells it', async () => {
    const { status, out, err } = await runCommandLine(['convert', '--form', 'envelope', hello]);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('--device namespace:name');
  });

  it('takes one of several manifests', async () => {
    const one = (id: string) => `domains: [{id: containers, components: [{id: ${id}, version: "1"}]}]`;
    const input = `${one('first')}\n---\n${one('second')}\n`;
    const convert = (...more: string[]) =>
      runCommandLine(['convert', '--to', 'json', ...more, '-'], { input });
    expect((await convert('--document', '2')).out).toContain('"second"');
    const unclear = await convert();
    expect(unclear).toMatchObject({ status: 1, out: '', err: expect.stringContaining('--document N') });
    expect(await convert('--document', '3')).toMatchObject({ status: 1, out: '' });
  });

  it('says what is wrong where the text is damaged', async () => {
    const { status, out, err } = await runCommandLine(['convert', '--to', 'json', '-'], { input: 'a: [' });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('The text cannot be read');
  });
});

it('kanto-manifest convert says why a text is not read', async () => {
  const input = `{"domains": ${'['.repeat(1000)}`;
  const { status, out, err } = await runCommandLine(['convert', '--to', 'yaml', '-'], { input });
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain('nested deeper');
});

describe('kanto-manifest schema', () => {
  it('prints every schema as its file is', async () => {
    const { out } = await runCommandLine(['schema', '--list']);
    const names = out
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/)[0]);
    const files = (await readdir('schemas', { recursive: true })).filter((it) => it.endsWith('.schema.json'));
    expect(names).toEqual(files.map((it) => it.replace('.schema.json', '')).sort());
    const { out: schema } = await runCommandLine(['schema', 'domains/containers']);
    expect(schema).toBe(await readFile('schemas/domains/containers.schema.json', 'utf8'));
  });

  it('says so where there is none of that name, whatever it is', async () => {
    for (const name of ['nothing', '../package', '/etc/passwd'])
      expect(await runCommandLine(['schema', name])).toMatchObject({ status: 1, out: '' });
  });
});

describe('kanto-manifest rules', () => {
  it('explains a rule by its page', async () => {
    const { status, out } = await runCommandLine(['rules', 'image-moving']);
    expect(out).toMatch(/^# image-moving\n/);
    expect(status).toBe(0);
  });

  it('lists all that there are', async () => {
    const { out } = await runCommandLine(['rules', '--format', 'json']);
    const pages = (await readdir('docs/rules')).filter((it) => it !== 'README.md');
    expect(
      JSON.parse(out)
        .map(({ code }: { code: string }) => `${code}.md`)
        .sort(),
    ).toEqual(pages.sort());
  });

  it('says so where there is none of that code', async () => {
    const { status, err } = await runCommandLine(['rules', 'nothing']);
    expect(status).toBe(1);
    expect(err).toContain('There is no rule "nothing"');
  });
});
