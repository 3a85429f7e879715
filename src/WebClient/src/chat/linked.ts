import type { Author } from '../live/wire';
import { addressOf } from '../media/address';

/** A part of a text: plain, or an address that may be opened. */
export interface Part {
  readonly text: string;
  readonly href?: string;
}

/** Addresses as people paste them; what a sentence puts behind one is no part of it. */
const address = /https:\/\/[^\s<>"«»“”]+/giu;
const after = /[.,;:!?…)\]}'’*_~]+$/u;

/** Whether what this person writes may hold links: staff's, and nobody's where pupils are among themselves. */
export function mayLink(room: string, author: Author | undefined): boolean {
  return author !== undefined && author.role !== 'visitor' && author.role !== 'pupil' && !room.startsWith('class:');
}

/** A text in parts. A host in other letters than ASCII is shown as a browser would really open it, so that look-alikes are seen. */
export function linked(text: string): readonly Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const found of text.matchAll(address)) {
    const written = found[0].replace(after, '');
    const target = addressOf(written);
    if (target && !target.own && target.host.includes('.')) {
      parts.push(
        { text: text.slice(done, found.index) },
        { text: hasForeignHost(written) ? target.url : written, href: target.url },
      );
      done = found.index + written.length;
    }
  }
  return [...parts, { text: text.slice(done) }].filter((part) => part.text !== '');
}

function hasForeignHost(written: string): boolean {
  const host = written.slice('https://'.length).split(/[/?#:]/, 1)[0] ?? '';
  return /[^\x20-\x7e]/.test(host);
}
