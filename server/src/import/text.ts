/**
 * An imported manifest as text. What a device reports gets into comments: each of them stands on a line of its own that
 * begins with words of ours, so that no name on a device can end it, silence a rule or tell an editor anything.
 */
import { t } from '@vscode/l10n';
import type { ImportNote, ImportSource, JsonValue, PlanAction, PlanAnswer } from '../messages.ts';
import { importedSecret } from '../rules/placeholders.ts';
import { renderProperty, renderValue, type Style } from '../text/render.ts';
import type { ImportedComponent } from './components.ts';
import type { DomainsImport, ImportedDomain } from './domains.ts';

const style: Style = { unit: '  ', indentedLists: true, spreadObjects: false };

/** What would be sent, without any comment. */
export function contentOf({ domains }: Pick<DomainsImport, 'domains'>): JsonValue {
  return {
    domains: domains.map(({ id, components }) => ({ id, components: components.map(componentValue) })),
  };
}

/** Without comments, since JSON has none. */
export function jsonText(imported: Pick<DomainsImport, 'domains'>): string {
  return `${renderValue(contentOf(imported), 'json', style, '')}\n`;
}

/** With comments: where it is from, what was left out, and what an apply of it would change. */
export function yamlText(imported: DomainsImport, source: ImportSource, plan: PlanAnswer): string {
  const remarks = remarksOf(imported, plan);
  return [
    ...heading(imported, source, plan).map(comment),
    imported.domains.length === 0 ? 'domains: []' : 'domains:',
    ...imported.domains.flatMap((domain) => domainLines(domain, remarks)),
    '',
  ].join('\n');
}

function componentValue({ id, version, config }: ImportedComponent): { readonly [key: string]: JsonValue } {
  return {
    id,
    ...(version !== '' && { version }),
    config: config.map(({ key, value }) => ({ key, value })),
  };
}

function domainLines({ id, components }: ImportedDomain, remarks: Remarks): string[] {
  const indent = '      ';
  const head = [`  - ${renderProperty('id', id, 'block', style, '    ')}`];
  if (components.length === 0) return [...head, '    components: []'];
  return [
    ...head,
    '    components:',
    ...components.flatMap((component) => [
      ...(remarks.get(`${id}:${component.id}`) ?? []).map((line) => indent + comment(line)),
      `${indent}- ${renderValue(componentValue(component), 'block', style, `${indent}  `)}`,
    ]),
  ];
}

/** Sentences by component. */
type Remarks = ReadonlyMap<string, readonly string[]>;

function remarksOf({ notes }: DomainsImport, plan: PlanAnswer): Remarks {
  const remarks = new Map<string, string[]>();
  const add = (component: string, sentence: string) =>
    remarks.set(component, [...(remarks.get(component) ?? []), sentence]);
  for (const action of 'plan' in plan ? plan.plan.actions : [])
    for (const sentence of planSentences(action)) add(action.component, sentence);
  // What is left out of many is told once, at the top.
  for (const { kind, component, message } of notes)
    if (component !== undefined && kind !== 'left-out') add(component, message);
  return remarks;
}

function planSentences({ action, reasons, certain }: PlanAction): readonly string[] {
  if (action !== 'keep') return [changeWords(action, reasons.join(' '))];
  const [, ...more] = reasons;
  if (more.length === 0) return [];
  return [
    `${certain ? t('An apply keeps it') : t('An apply keeps it, as far as the device tells')}: ${more.join(' ')}`,
  ];
}

function changeWords(action: Exclude<PlanAction['action'], 'keep'>, reasons: string): string {
  return {
    create: t('Differs, an apply would create it: {0}', reasons),
    destroy: t('Differs, an apply would destroy it: {0}', reasons),
    update: t('Differs, an apply would update it: {0}', reasons),
    replace: t('Differs, an apply would replace it: {0}', reasons),
    ignored: t('An apply ignores it: {0}', reasons),
    protected: t('An apply leaves it alone: {0}', reasons),
  }[action];
}

function heading(
  { domains, notes }: DomainsImport,
  { device, connection, time }: ImportSource,
  plan: PlanAnswer,
): string[] {
  const from = connection === undefined ? '' : t(', by the connection {0}', connection);
  const when = time === undefined ? '' : t(': what it reported at {0}', new Date(time).toISOString());
  const reportedOnly = notes.filter(({ kind, keys }) => kind === 'left-out' && keys.length > 0);
  const whole = notes.filter(({ kind, keys }) => kind === 'left-out' && keys.length === 0);
  const isEmpty = domains.every(({ components }) => components.length === 0);
  return [
    t('Imported from {0}{1}{2}.', device, from, when),
    consequence(plan),
    t('It is all that the device shall run: what is taken out of it, an apply destroys.'),
    ...(isEmpty ? [t('The device reports nothing that it runs.')] : []),
    ...(notes.some(({ kind }) => kind === 'secret')
      ? [t('Where {0} stands, the device has a secret: no file shall hold it by accident.', importedSecret)]
      : []),
    ...(reportedOnly.length > 0
      ? [t('Left out, since no manifest can set it: {0}.', keysOf(reportedOnly))]
      : []),
    ...whole.map(({ component, message }) => t('Not in it: {0}. {1}', component, message)),
    t(
      'Not in a report, so not in it either: baselines, and which containers the device protects by its own configuration.',
    ),
  ];
}

function consequence(answer: PlanAnswer): string {
  if ('refusal' in answer) return t('As it stands, the device would reject it: {0}', answer.refusal.message);
  const { differs, summary } = answer.plan;
  return differs
    ? t('As it stands, an apply of it changes that device: {0}. What differs is told below.', summary)
    : t('An apply of it, as it stands, changes nothing on that device.');
}

function keysOf(notes: readonly ImportNote[]): string {
  return [...new Set(notes.flatMap(({ keys }) => keys))].sort().join(', ');
}

/** UTF-16 code units. */
const longestComment = 500;

function comment(sentence: string): string {
  const line = sentence.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) =>
    sign === '\n' || sign === '\t' ? ' ' : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
  return `# ${line.length > longestComment ? `${line.slice(0, longestComment)}…` : line}`;
}
