/** Where something is opened: our own files in place, everything else in a new tab with its host shown. */
export type Address =
  | { readonly own: true; readonly url: string }
  | { readonly own: false; readonly url: string; readonly host: string };

/** The way up, as a browser or whatever stands before the server may read it: dots encoded however often, backslashes, and tabs and ends of lines, which are left out. */
const misleading = /\.\.|\\|\p{Cc}|%(?:25)*(?:2e|2f|5c)/iu;

/** The same rule as the server's (ME1), once more before anything becomes clickable; null for what must not be. */
export function addressOf(url: string): Address | null {
  if (url.startsWith('/media/')) {
    const under = new URL(url, 'https://this.invalid').pathname.startsWith('/media/');
    return under && !misleading.test(url) ? { own: true, url } : null;
  }
  if (!/^https:\/\//i.test(url) || !URL.canParse(url)) {
    return null;
  }
  const { protocol, username, password, hostname, href } = new URL(url);
  const named = /\.?[a-z][a-z0-9-]*$/i.test(hostname) && !hostname.startsWith('[');
  return protocol === 'https:' && username === '' && password === '' && named
    ? { own: false, url: href, host: hostname.replace(/^www\./, '') }
    : null;
}

export function isPicture(url: string): boolean {
  return /\.(svg|png|jpe?g|webp|avif)$/i.test(url);
}

export function isPlaylist(url: string): boolean {
  return /\.m3u8$/i.test(url);
}
