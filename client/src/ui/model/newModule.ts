/** What a user types for a software module, checked as it is typed. Undefined means that there is nothing to say. */
import { t } from '@vscode/l10n';

export function moduleNameProblem(text: string): string | undefined {
  return text === '' ? t('A name is needed, for instance influxdb.') : undefined;
}

export function moduleVersionProblem(text: string): string | undefined {
  return text === ''
    ? t('A version is needed, for instance 1.8.4: a device crashes without one.')
    : undefined;
}

export function artifactUrlProblem(text: string): string | undefined {
  if (text === '') return t('An address is needed, for instance https://example.com/influxdb.json.');
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    return t('Wanted: http:// or https://, host and path.');
  const { username, password } = new URL(text);
  if (username !== '' || password !== '')
    return t(
      'The address holds a user or a password, which anyone could read in the message and on the device.',
    );
  return undefined;
}
