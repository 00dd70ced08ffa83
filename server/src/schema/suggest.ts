import { t } from '@vscode/l10n';

/** Comparing takes the product of both lengths for each candidate: nobody mistypes words of this length, or reads so many. */
const longest = 100;
const most = 500;

/** "Did you mean": the candidate that is written most alike, or undefined where none is near. */
export function closest(written: string, candidates: readonly string[]): string | undefined {
  if (written.length > longest || candidates.length > most) return undefined;
  const limit = written.length <= 3 ? 1 : written.length <= 7 ? 2 : 3;
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) > limit) continue;
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** What may be meant, best first: what is written most alike, else what begins so, as `restartPolicy` for `restart`. */
export function suggestions(written: string, candidates: readonly string[]): string[] {
  const near = closest(written, candidates);
  if (near !== undefined) return [near];
  if (written.length < 3 || candidates.length > most) return [];
  const begun = written.toLowerCase();
  return candidates.filter((candidate) => candidate.toLowerCase().startsWith(begun));
}

/** ` Did you mean `x`?`, or nothing. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const candidate = closest(written, candidates);
  return candidate === undefined ? '' : t(' Did you mean `{0}`?', candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
