// The text of the pages in docs/rules/.

/** @typedef {import('../../server/src/rules/rule.ts').Described} Described */
/** @typedef {import('../../server/src/rules/rule.ts').Example} Example */
/** @typedef {import('../../server/src/messages.ts').Problem} Problem */
/** @typedef {Pick<import('../../server/src/service.ts').LanguageService, 'describe'>} Service */

const consequences = {
  error: 'the device rejects it, or dies of it',
  warning: 'the device ignores it, or does something else than what is written',
  information: 'good to know before sending',
  hint: 'a matter of style',
};

/** Groups in order of the index; the key is the folder of the rule. */
const groups = {
  text: 'Fields and their types',
  envelope: 'The message around',
  desiredState: 'Desired state',
  container: 'Containers',
  software: 'Software modules',
  notices: 'The text itself',
};

const generated = (/** @type {string} */ source) =>
  `<!-- Made by \`npm run rules\` from ${source}: edit there. -->\n`;

/**
 * @param {{ rule: Described, source: string, configurable: boolean }} about
 * @param {(example: Example) => Service} serviceFor tells the messages of an example
 */
export function rulePage({ rule, source, configurable }, serviceFor) {
  const shown = rule.examples.map((example) => exampleText(rule, example, serviceFor(example)));
  return `${[
    generated(source),
    `# ${rule.id}\n`,
    `**${capital(rule.severity)}**: ${consequence(rule)}.${crashNote(rule)}\n`,
    `${rule.summary}\n`,
    ...(rule.why === undefined ? [] : [`${rule.why}\n`]),
    ...(shown.length === 0 ? [] : [shown.length === 1 ? '## Example\n' : '## Examples\n', ...shown]),
    ...(configurable ? [silencing(rule)] : []),
    '[All rules](README.md)',
  ].join('\n')}\n`;
}

/** @param {readonly { rule: Described, group: string }[]} all */
export function indexPage(all) {
  const names = Object.entries(groups);
  const foreign = all.find(({ group }) => !(group in groups));
  if (foreign) throw new Error(`The folder "${foreign.group}" has no heading in scripts/lib/rulePages.mjs.`);
  const tables = names.map(([group, heading]) => {
    const rows = all
      .filter((it) => it.group === group)
      .sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1))
      .map(({ rule }) => `| [${rule.id}](${rule.id}.md) | ${severities(rule)} | ${cell(rule.summary)} |`);
    return `## ${heading}\n\n| | Severity | |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${[
    generated('server/src/rules/'),
    '# What is told of a manifest\n',
    'The severity is the consequence on the device. _Error_: the device rejects the message or dies of it. _Warning_: it ignores something, or does something that was not written. _Information_: good to know before sending. Where it says _crash_, a daemon on the device can die of it: such a message is never sent.\n',
    'Each rule can be changed or silenced by the setting `kanto.rules`, and silenced by a comment in the document: [how](../silencing.md).\n',
    ...tables,
  ].join('\n')}`;
}

/** The properties of the setting `kanto.rules`; what they say is in `ruleTexts`. @param {readonly Described[]} rules */
export function rulesSetting(rules) {
  return Object.fromEntries(
    byId(rules).map(({ id, severity }) => [
      id,
      { type: 'string', enum: levels, default: severity, markdownDescription: `%${ruleKey}${id}%` },
    ]),
  );
}

/** The schema of the configuration file that the command line reads. @param {readonly Described[]} rules */
export function configurationSchema(rules) {
  const levelOf = (/** @type {Described} */ { id, severity, summary }) => ({
    title: id,
    description: summary,
    type: 'string',
    enum: levels,
    enumDescriptions: levels.map((level) => (level === 'off' ? 'Not shown.' : `Shown as ${level}.`)),
    default: severity,
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://kanto-manifests.dev/schemas/kanto.config.schema.json',
    $comment: 'Made by npm run rules from scripts/lib/rulePages.mjs: edit there.',
    title: 'Configuration of kanto-manifest',
    description:
      'Holds for the manifests below its folder. The keys are those of the settings of the editor.',
    type: 'object',
    additionalProperties: false,
    examples: [{ 'kanto.rules': { 'image-moving': 'off' } }],
    properties: {
      $schema: {
        title: 'Schema',
        description: 'The schema of this file, for editors.',
        type: 'string',
        examples: ['./node_modules/kanto-manifests/schemas/kanto.config.schema.json'],
      },
      'kanto.rules': {
        title: 'Rules',
        description: 'How findings are shown: the rule, and a severity in place of its own, or `off`.',
        type: 'object',
        additionalProperties: false,
        examples: [{ 'image-moving': 'off' }],
        properties: Object.fromEntries(byId(rules).map((rule) => [rule.id, levelOf(rule)])),
      },
      'kanto.domains': {
        title: 'Vocabularies',
        description: 'What the config of further domains may hold: the id of the domain, and a file.',
        type: 'object',
        examples: [{ firmware: 'vocabularies/firmware.schema.json' }],
        additionalProperties: {
          title: 'File',
          description: 'A JSON Schema of the config, relative to this file.',
          type: 'string',
          minLength: 1,
          examples: ['vocabularies/firmware.schema.json'],
        },
      },
      'kanto.manifest.globs': {
        title: 'More manifests',
        description: 'More files that are manifests, where a folder is checked.',
        type: 'array',
        examples: [['plants/**/*.yaml']],
        items: {
          title: 'Pattern',
          description: 'A glob pattern, relative to the folder of this file.',
          type: 'string',
          minLength: 1,
          examples: ['plants/**/*.yaml'],
        },
      },
    },
  };
}

/** What begins the keys of `package.nls.json` that tell of rules. */
export const ruleKey = 'rule.';

/** The English texts of `rulesSetting`, for `package.nls.json`. @param {readonly Described[]} rules */
export function ruleTexts(rules) {
  return Object.fromEntries(byId(rules).map(({ id, summary }) => [`${ruleKey}${id}`, summary]));
}

const byId = (/** @type {readonly Described[]} */ rules) => [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));

const levels = ['error', 'warning', 'information', 'hint', 'off'];

/** @param {Described} rule */
function consequence({ id, severity }) {
  const unreadable = id.startsWith('syntax-') && severity === 'error';
  return unreadable ? 'the text cannot be read, so it is not sent' : consequences[severity];
}

/** @param {Described} rule */
function severities(rule) {
  const others = rule.examples.map(({ severity }) => severity ?? rule.severity);
  const all = [...new Set([rule.severity, ...others])].join(', ');
  return rule.examples.some(({ crash }) => crash) ? `${all}, crash` : all;
}

/** @param {Described} rule */
function crashNote({ examples }) {
  if (!examples.some(({ crash }) => crash)) return '';
  const always = examples.every(({ crash }) => crash);
  return ` ${always ? 'A' : 'In some cases a'} daemon on the device crashes: such a message is never sent.`;
}

/** @param {Described} rule */
function silencing({ id }) {
  return `## Change or silence it

In the settings: \`"kanto.rules": { "${id}": "off" }\`, or another severity. In the document: a comment \`kanto-disable-next-line ${id}\` above the line. [More](../silencing.md)
`;
}

/** @param {Described} rule @param {Example} example @param {Service} service */
function exampleText(rule, { text, fixed }, service) {
  const clean = text.replaceAll(/[«»]/g, '');
  const format = clean.startsWith('{') ? 'json' : 'yaml';
  const problems = service.describe({ text: clean, format }).problems.filter(({ code }) => code === rule.id);
  const messages = [...new Set(problems.map(({ message, severity }) => `> **${severity}**: ${message}\n`))];
  return [
    fence(format, marked(clean, problems)),
    messages.join('>\n'),
    ...(fixed === undefined ? [] : ['Put right:\n', fence(format, fixed)]),
  ].join('\n');
}

/** The text with a line of carets under each marked place. @param {string} text @param {readonly Problem[]} problems */
function marked(text, problems) {
  return text
    .split('\n')
    .flatMap((line, number) => {
      const here = problems.filter(({ range }) => range.start.line === number);
      if (here.length === 0) return [line];
      const carets = Array.from({ length: line.length + 1 }, (_, column) =>
        here.some(
          ({ range: { start, end } }) =>
            column >= start.character && (end.line > number || column < end.character),
        )
          ? '^'
          : ' ',
      );
      return [line, carets.join('').trimEnd()];
    })
    .join('\n');
}

const fence = (/** @type {string} */ language, /** @type {string} */ text) =>
  `\`\`\`${language}\n${text.replaceAll('\t', '→')}\n\`\`\`\n`;

const capital = (/** @type {string} */ word) => `${word[0]?.toUpperCase()}${word.slice(1)}`;
const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|');
