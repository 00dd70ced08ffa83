/** Files that a configuration is made of, read by whoever can. */

export type FileText = { readonly text: string } | { readonly problem: 'unreadable' | 'too-large' };

/** Bytes. */
export const largestFile = 4 * 1024 * 1024;
