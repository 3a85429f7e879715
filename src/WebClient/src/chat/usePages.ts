import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t, why } from '../i18n';
import { say } from '../live/actions';
import type { Room } from '../live/room';
import type { Frame, HistoryPage } from '../live/wire';
import { live } from '../sign-in/session';
import { afterFrame, pageEnd, type Stretch, withPage } from './pages';

/** Messages of a page. */
const pageSize = 50;

/** Pages that one press asks for while they are empty and there is more: one less than the server gives a person at once. */
const pagesPerPress = 5;

interface Pages {
  /** What is read; null for the newest messages, as they come. */
  readonly stretch: Stretch | null;
  readonly more: boolean;
  /** How many all pages have brought: what is said differs from page to page, or it would not be said. */
  readonly brought: number;
  readonly earlier: () => Promise<void>;
  readonly latest: () => void;
}

/** Reading back in a room, page by page, while it goes on. */
export function usePages(room: Room): Pages {
  const stretch = useSignal<Stretch | null>(null);
  const ended = useSignal(false);
  const brought = useSignal(0);
  /** What has happened while a page was on its way, which the page may not know of; null while none is. */
  const meanwhile = useRef<Frame[] | null>(null);
  const latest = (): void => {
    stretch.value = null;
    ended.value = false;
    brought.value = 0;
    meanwhile.current = null;
  };
  useEffect(() => {
    latest();
    return room.hear((frame) => {
      if (frame.reset) {
        latest();
        return;
      }
      meanwhile.current?.push(frame);
      stretch.value = stretch.value && afterFrame(stretch.value, frame);
    });
  }, [room]);

  /** The page before what is read; null where it cannot be had, or is not wanted any more. */
  const onePage = async (): Promise<HistoryPage | null> => {
    const [before, newest, frames] = [stretch.value, room.newest(), [] as Frame[]];
    meanwhile.current = frames;
    const page = await live.history(room.id, String(pageEnd(before, newest)), pageSize).catch(() => null);
    if (meanwhile.current !== frames) {
      return null;
    }
    meanwhile.current = null;
    if (!page || page.code) {
      say(t('failed', { why: why(page?.code ?? 'unavailable') }), true);
      return null;
    }
    stretch.value = frames.reduce(afterFrame, withPage(before, newest, page));
    ended.value = !page.more;
    brought.value += page.messages.length;
    return page;
  };

  const earlier = async (): Promise<void> => {
    if (meanwhile.current) {
      return;
    }
    for (let asked = 0; asked < pagesPerPress; asked++) {
      const page = await onePage();
      if (!page?.more || page.messages.length > 0) {
        return;
      }
    }
    say(t('earlierNotYet'));
  };
  return {
    stretch: stretch.value,
    more: !ended.value && (stretch.value !== null || room.full),
    brought: brought.value,
    earlier,
    latest,
  };
}
