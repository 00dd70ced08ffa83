import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLanguageService } from '../../../server/src/service.ts';
import { listing } from './listing.ts';

/** The examples of the documentation (Update Manager API, Software Updatable API), to the letter, and the same in YAML. */
const folders = { json: '../../fixtures/documented/', yaml: '../../fixtures/seeds/' } as const;

const files = (['json', 'yaml'] as const).flatMap((format) => {
  const folder = new URL(folders[format], import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith(`.${format}`))
    .map((name) => ({ name, format, text: readFileSync(new URL(name, folder), 'utf8') }));
});

const read = (name: string) => files.find((file) => file.name === name) ?? expect.fail(`no ${name}`);

const severities = (name: string) => {
  const file = read(name);
  const { problems } = createLanguageService().describe(file);
  const count: Partial<Record<string, number>> = {};
  for (const { severity } of problems) count[severity] = (count[severity] ?? 0) + 1;
  return count;
};

describe('the examples of the documentation', () => {
  it.each(files)('$name gets exactly what the device would do', async ({ name, format, text }) => {
    const { problems } = createLanguageService().describe({ text, format });
    await expect(listing(text, problems)).toMatchFileSnapshot(`../../fixtures/seeds/${name}.golden`);
  });

  it.each(['json', 'yaml'])(
    'apply as %s: one error, and a warning for each thing that is dropped',
    (format) => {
      expect(severities(`apply.request.${format}`)).toEqual({ error: 1, warning: 5 });
    },
  );

  it.each(['json', 'yaml'])('remove as %s: the topic is the one error', (format) => {
    expect(severities(`remove.request.${format}`)).toEqual({ error: 1, information: 1 });
  });

  it.each(['json', 'yaml'])(
    'refresh and install as %s have no fault, only what no device reads',
    (format) => {
      expect(severities(`refresh.request.${format}`)).toEqual({ information: 1 });
      expect(severities(`install.request.${format}`)).toEqual({ information: 3 });
    },
  );

  it.each(['apply', 'refresh', 'install', 'remove'])(
    'what the device answers to %s is not judged',
    (operation) => {
      expect(severities(`${operation}.response.json`)).toEqual({});
      expect(severities(`${operation}.response.yaml`)).toEqual({});
    },
  );
});
