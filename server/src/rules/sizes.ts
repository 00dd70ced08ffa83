import { quote } from './support.ts';

/** The size that is meant, with the unit as the device knows it; undefined where nothing tells. */
export function meantSize(value: string): string | undefined {
  const { 1: number, 2: unit = '' } = /^(\d+(?:\.\d+)?)\s*([kmg])?(?:i?b)?$/i.exec(value.trim()) ?? [];
  if (number === undefined || unit === '') return undefined;
  return `${number}${unit.toLowerCase() === 'k' ? 'k' : unit.toUpperCase()}`;
}

/** Why a text is no size for the device, and what would be. */
export function sizeHint(value: string): string {
  const wanted = 'a size is a number and a unit `k`, `M` or `G`, as `512M`';
  const number = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]*)$/.exec(value.trim());
  const unit = number?.[2]?.toLowerCase();
  const first = unit?.[0] ?? '';
  if (number && unit === '') return `${quote(value)} has no unit: ${wanted}.`;
  if (number && 'kmg'.includes(first) && first !== '' && /^.i?b?$/.test(unit ?? ''))
    return `The unit of ${quote(value)} is one letter: write ${quote(`${number[1]}${first === 'k' ? 'k' : first.toUpperCase()}`)} (1024-based).`;
  return `${value === '' ? 'An empty text' : quote(value)} is no size: ${wanted}.`;
}
