import { t } from '@vscode/l10n';
import { quote } from './support.ts';

/** The size that is meant, with the unit as the device knows it; undefined where nothing tells. */
export function meantSize(value: string): string | undefined {
  const { 1: number, 2: unit = '' } = /^(\d+(?:\.\d+)?)\s*([kmg])?(?:i?b)?$/i.exec(value.trim()) ?? [];
  if (number === undefined || unit === '') return undefined;
  return `${number}${unit.toLowerCase() === 'k' ? 'k' : unit.toUpperCase()}`;
}

/** Why a text is no size for the device, and what would be. */
export function sizeHint(value: string): string {
  const wanted = t('a size is a number and a unit `k`, `M` or `G`, as `512M`');
  const number = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]*)$/.exec(value.trim());
  const unit = number?.[2]?.toLowerCase();
  const first = unit?.[0] ?? '';
  if (number && unit === '') return t('{0} has no unit: {1}.', quote(value), wanted);
  if (number && 'kmg'.includes(first) && first !== '' && /^.i?b?$/.test(unit ?? ''))
    return t(
      'The unit of {0} is one letter: write {1} (1024-based).',
      quote(value),
      quote(`${number[1]}${first === 'k' ? 'k' : first.toUpperCase()}`),
    );
  return t('{0} is no size: {1}.', value === '' ? t('An empty text') : quote(value), wanted);
}
